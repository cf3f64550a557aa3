package pmon3.daemon.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pmon3.config.ConfigNode;

/**
 * Gives the entries of a TOML process config the lines of their {@code [[Processes]]} headers. TOML's reader knows no lines,
 * so the headers are looked for in the text; unless there are as many as entries, the lines stay unknown.
 */
final class TomlLines {
    private TomlLines() {}

    static ConfigNode attach(ConfigNode root, String text) {
        if (!(root instanceof ConfigNode.Mapping mapping)) {
            return root;
        }
        List<Integer> lines = headerLines(text);
        Map<String, ConfigNode.Entry> entries = new LinkedHashMap<>();
        for (ConfigNode.Entry entry : mapping.entries().values()) {
            boolean isList = entry.key().toLowerCase(Locale.ROOT).equals(EntriesReader.LIST_KEY);
            entries.put(
                    entry.key(),
                    isList && entry.value() instanceof ConfigNode.Sequence sequence
                            ? new ConfigNode.Entry(entry.key(), withLines(sequence, lines), entry.line())
                            : entry);
        }
        return new ConfigNode.Mapping(entries, mapping.line());
    }

    private static List<Integer> headerLines(String text) {
        List<Integer> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String squeezed = line.replace(" ", "").replace("\t", "").toLowerCase(Locale.ROOT);
            if (squeezed.startsWith("[[" + EntriesReader.LIST_KEY + "]]")) {
                lines.add(number);
            }
        }
        return lines;
    }

    private static ConfigNode.Sequence withLines(ConfigNode.Sequence sequence, List<Integer> lines) {
        if (lines.size() != sequence.items().size()) {
            return sequence;
        }
        List<ConfigNode> items = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            ConfigNode item = sequence.items().get(i);
            items.add(
                    item instanceof ConfigNode.Mapping mapping
                            ? new ConfigNode.Mapping(mapping.entries(), lines.get(i))
                            : item);
        }
        return new ConfigNode.Sequence(items, sequence.line());
    }
}
