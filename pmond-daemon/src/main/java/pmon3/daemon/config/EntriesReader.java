package pmon3.daemon.config;

import java.util.ArrayList;
import java.util.List;
import pmon3.config.BadConfiguration;
import pmon3.config.ConfigNode;

/** A file's tree to entries, of which those with mistakes are sorted out. One file, one thread. */
final class EntriesReader {
    /** The one key of the top level, in lower case. */
    static final String LIST_KEY = "processes";
    /** A longer list is refused. */
    static final int MAX_ENTRIES = 10_000;

    private final String file;
    private final ProcessConfigFile.Known known;
    private final List<String> warnings = new ArrayList<>();
    private final Problems problems;
    private final List<ProcessConfig.Entry> entries = new ArrayList<>();

    EntriesReader(String file, ProcessConfigFile.Known known) {
        this.file = file;
        this.known = known;
        this.problems = new Problems(file);
    }

    void read(ConfigNode root) {
        if (!(root instanceof ConfigNode.Mapping mapping)) {
            throw BadConfiguration.at(
                    file, root.line(), "expected one key, '" + LIST_KEY + "', with a list of processes");
        }
        boolean found = false;
        for (ConfigNode.Entry entry : mapping.entries().values()) {
            if (!EntryReader.normal(entry.key()).equals(LIST_KEY)) {
                warnings.add(BadConfiguration.place(file, entry.line()) + ": " + BadConfiguration.oneLine(entry.key())
                        + ": unknown key, ignored");
            } else if (found) {
                throw BadConfiguration.at(file, entry.line(), entry.key() + ": the key stands here twice");
            } else {
                found = true;
                readList(entry);
            }
        }
    }

    private void readList(ConfigNode.Entry list) {
        if (ConfigNode.isNull(list.value())) {
            return;
        }
        if (!(list.value() instanceof ConfigNode.Sequence sequence)) {
            throw BadConfiguration.at(file, list.line(), list.key() + ": expected a list of processes");
        }
        if (sequence.items().size() > MAX_ENTRIES) {
            throw BadConfiguration.at(file, list.line(), list.key() + ": more than " + MAX_ENTRIES + " processes");
        }
        sequence.items().forEach(this::readEntry);
    }

    private void readEntry(ConfigNode item) {
        if (item instanceof ConfigNode.Mapping mapping) {
            entries.add(new EntryReader(file, mapping, problems, warnings).read());
        } else {
            problems.add("", item.line(), "expected keys and values, such as 'file'");
        }
    }

    /** What is left once all entries with mistakes, and what depends on them, are out. */
    ProcessConfig check() {
        List<ProcessConfig.Entry> good = new EntriesCheck(entries, known, problems).good();
        return new ProcessConfig(good, problems.all(), warnings);
    }
}
