package pmon3.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The full parser behind {@link Yaml}. One text, one thread. */
final class YamlReader {
    /** Nodes in the file and entries taken over by merge keys, at most: a small text of merges of merges grows without end. */
    static final int MAX_NODES = 2_000_000;

    private static final String MERGE_KEY = "<<";

    private final String file;
    private final Iterator<Event> events;
    private final Map<Anchor, ConfigNode> anchors = new HashMap<>();
    private int nodes;

    private YamlReader(String file, String text) {
        this.file = file;
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** As {@link Yaml#read}, for any text. */
    static Optional<ConfigNode> read(String file, String text) {
        try {
            return new YamlReader(file, text).document();
        } catch (MarkedYamlEngineException e) {
            throw BadConfiguration.at(file, lineOf(e.getProblemMark()), problemOf(e), e);
        } catch (YamlEngineException e) {
            throw BadConfiguration.at(file, 0, BadConfiguration.oneLine(e.getMessage()), e);
        }
    }

    private static String problemOf(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        String context = e.getContext() == null ? "" : e.getContext();
        return BadConfiguration.oneLine("not YAML: " + (context.isEmpty() ? problem : context + ": " + problem));
    }

    private Optional<ConfigNode> document() {
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof NodeEvent) {
                return Optional.of(node(event, 0));
            }
        }
        return Optional.empty();
    }

    private ConfigNode node(Event event, int depth) {
        int line = lineOf(event.getStartMark());
        if (depth > Yaml.MAX_DEPTH) {
            throw BadConfiguration.at(file, line, "nested more than " + Yaml.MAX_DEPTH + " deep");
        }
        count(1, line);
        if (event instanceof AliasEvent alias) {
            return aliased(alias, line);
        }
        ConfigNode node = switch (event.getEventId()) {
            case MappingStart -> mapping(line, depth);
            case SequenceStart -> sequence(line, depth);
            case Scalar -> scalar((ScalarEvent) event, line);
            case Alias, Comment, DocumentEnd, DocumentStart, MappingEnd, SequenceEnd, StreamEnd, StreamStart ->
                throw BadConfiguration.at(file, line, "not YAML: unexpected " + event.getEventId());
        };
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        if (anchor.isPresent()) {
            anchors.put(anchor.get(), node);
        }
        return node;
    }

    private void count(int more, int line) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw BadConfiguration.at(file, line, "more than " + MAX_NODES + " values");
        }
    }

    private ConfigNode aliased(AliasEvent alias, int line) {
        ConfigNode target = anchors.get(alias.getAlias());
        if (target == null) {
            throw BadConfiguration.at(
                    file, line, "alias *" + alias.getAlias().getValue() + " names nothing that is complete before it");
        }
        return target;
    }

    private static ConfigNode scalar(ScalarEvent event, int line) {
        boolean text = !event.isPlain() || isTextTag(event.getTag().orElse(""));
        return new ConfigNode.Scalar(event.getValue(), text ? ConfigNode.Kind.TEXT : ConfigNode.Kind.PLAIN, line);
    }

    private static boolean isTextTag(String tag) {
        return tag.equals("!") || tag.equals("tag:yaml.org,2002:str");
    }

    private ConfigNode sequence(int line, int depth) {
        List<ConfigNode> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, depth + 1));
            event = events.next();
        }
        return new ConfigNode.Sequence(items, line);
    }

    private ConfigNode mapping(int line, int depth) {
        Map<String, ConfigNode.Entry> entries = new LinkedHashMap<>();
        List<ConfigNode.Mapping> merged = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            int keyLine = lineOf(event.getStartMark());
            ConfigNode.Scalar key = key(node(event, depth + 1), keyLine);
            ConfigNode value = node(events.next(), depth + 1);
            if (key.kind() == ConfigNode.Kind.PLAIN && key.text().equals(MERGE_KEY)) {
                collectMerged(value, keyLine, merged);
            } else if (entries.put(key.text(), new ConfigNode.Entry(key.text(), value, keyLine)) != null) {
                throw BadConfiguration.at(file, keyLine, key.text() + ": the key stands here twice");
            }
            event = events.next();
        }
        merge(merged, entries, line);
        return new ConfigNode.Mapping(entries, line);
    }

    private ConfigNode.Scalar key(ConfigNode node, int line) {
        if (node instanceof ConfigNode.Scalar scalar) {
            return scalar;
        }
        throw BadConfiguration.at(file, line, "a key must be a word");
    }

    private void collectMerged(ConfigNode value, int line, List<ConfigNode.Mapping> merged) {
        if (value instanceof ConfigNode.Mapping mapping) {
            merged.add(mapping);
        } else if (value instanceof ConfigNode.Sequence sequence) {
            for (ConfigNode item : sequence.items()) {
                if (!(item instanceof ConfigNode.Mapping mapping)) {
                    throw BadConfiguration.at(file, line, "<<: only mappings can be merged");
                }
                merged.add(mapping);
            }
        } else {
            throw BadConfiguration.at(file, line, "<<: only mappings can be merged");
        }
    }

    private void merge(List<ConfigNode.Mapping> merged, Map<String, ConfigNode.Entry> entries, int line) {
        for (ConfigNode.Mapping mapping : merged) {
            count(mapping.entries().size(), line);
            for (ConfigNode.Entry entry : mapping.entries().values()) {
                entries.putIfAbsent(entry.key(), entry);
            }
        }
    }

    private static int lineOf(Optional<Mark> mark) {
        return mark.isPresent() ? mark.get().getLine() + 1 : 0;
    }
}
