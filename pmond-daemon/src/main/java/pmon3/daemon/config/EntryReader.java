package pmon3.daemon.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import pmon3.config.BadConfiguration;
import pmon3.config.ConfigNode;

/** One entry: which keys it has and whether each value is of its type. Keys are read in snake_case and CamelCase. */
final class EntryReader {
    private static final Set<String> KEYS = Set.of(
            "file", "name", "args", "user", "log", "logdir", "noautorestart", "envvars", "dependencies", "groups");

    private final String file;
    private final ConfigNode.Mapping mapping;
    private final Problems problems;
    private final List<String> warnings;
    private final Map<String, ConfigNode.Entry> values = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    EntryReader(String file, ConfigNode.Mapping mapping, Problems problems, List<String> warnings) {
        this.file = file;
        this.mapping = mapping;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** A key without case and underscores. */
    static String normal(String key) {
        return key.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The entry; it is marked as bad if a value was not of its type, and then has an empty one instead. */
    ProcessConfig.Entry read() {
        sortKeys();
        String program = text("file");
        String name = text("name");
        String user = text("user");
        ProcessConfig.Entry entry = new ProcessConfig.Entry(
                program,
                name.isEmpty() ? baseName(program) : name,
                text("args"),
                user.isEmpty() ? Optional.empty() : Optional.of(user),
                text("log"),
                text("logdir"),
                bool("noautorestart"),
                text("envvars"),
                list("dependencies"),
                list("groups"),
                mapping.line());
        for (String mistake : mistakes) {
            problems.add(entry, mistake);
        }
        return entry;
    }

    private static String baseName(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private void sortKeys() {
        for (ConfigNode.Entry entry : mapping.entries().values()) {
            String key = normal(entry.key());
            if (!KEYS.contains(key)) {
                warnings.add(BadConfiguration.place(file, entry.line() > 0 ? entry.line() : mapping.line()) + ": "
                        + BadConfiguration.oneLine(entry.key()) + ": unknown key, ignored");
            } else if (values.put(key, entry) != null) {
                mistakes.add(entry.key() + " is given twice");
            }
        }
    }

    private String text(String key) {
        ConfigNode.Entry entry = values.get(key);
        if (entry == null || ConfigNode.isNull(entry.value())) {
            return "";
        }
        return text(entry.key(), entry.value());
    }

    private String text(String key, ConfigNode value) {
        if (!(value instanceof ConfigNode.Scalar scalar) || scalar.kind() == ConfigNode.Kind.LITERAL) {
            mistakes.add(key + " must be a text");
            return "";
        }
        if (scalar.text().indexOf('\0') >= 0) {
            mistakes.add(key + " holds a NUL character");
            return "";
        }
        return scalar.text();
    }

    private static boolean isText(ConfigNode value) {
        return value instanceof ConfigNode.Scalar scalar
                && scalar.kind() != ConfigNode.Kind.LITERAL
                && !scalar.isNull()
                && !scalar.text().isEmpty();
    }

    private boolean bool(String key) {
        ConfigNode.Entry entry = values.get(key);
        if (entry == null || ConfigNode.isNull(entry.value())) {
            return false;
        }
        if (entry.value() instanceof ConfigNode.Scalar scalar && scalar.kind() != ConfigNode.Kind.TEXT) {
            switch (scalar.text().toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on", "y":
                    return true;
                case "false", "no", "off", "n":
                    return false;
                default:
            }
        }
        mistakes.add(entry.key() + " must be true or false");
        return false;
    }

    private List<String> list(String key) {
        ConfigNode.Entry entry = values.get(key);
        if (entry == null || ConfigNode.isNull(entry.value())) {
            return List.of();
        }
        if (!(entry.value() instanceof ConfigNode.Sequence sequence)) {
            mistakes.add(entry.key() + " must be a list of names");
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (ConfigNode item : sequence.items()) {
            if (!isText(item)) {
                mistakes.add(entry.key() + " must be a list of names");
                return List.of();
            }
            names.add(text(entry.key(), item));
        }
        return List.copyOf(names);
    }
}
