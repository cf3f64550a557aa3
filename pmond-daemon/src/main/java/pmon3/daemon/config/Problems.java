package pmon3.daemon.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import pmon3.config.BadConfiguration;

/** Collects the mistakes of one file, and which entries have some. */
final class Problems {
    private final String file;
    private final List<ProcessConfig.Problem> all = new ArrayList<>();
    /** By identity: an entry that stands there twice is two. */
    private final Set<ProcessConfig.Entry> bad = Collections.newSetFromMap(new IdentityHashMap<>());

    Problems(String file) {
        this.file = file;
    }

    /** A mistake in what is not even an entry. */
    void add(String process, int line, String what) {
        String name = process.isEmpty() ? "a process without a name" : BadConfiguration.oneLine(process);
        all.add(new ProcessConfig.Problem(
                process,
                line,
                BadConfiguration.place(file, line) + ": " + name + ": " + BadConfiguration.oneLine(what)));
    }

    /** A mistake for which the entry is left out. */
    void add(ProcessConfig.Entry entry, String what) {
        add(entry.name(), entry.line(), what);
        bad.add(entry);
    }

    boolean isBad(ProcessConfig.Entry entry) {
        return bad.contains(entry);
    }

    List<ProcessConfig.Problem> all() {
        return all;
    }
}
