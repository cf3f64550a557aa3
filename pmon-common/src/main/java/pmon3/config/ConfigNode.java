package pmon3.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration file as a tree, whatever its format, with the line of each part (from 1; 0 where unknown). */
public sealed interface ConfigNode {
    /** The line on which this part begins, from 1; 0 where the format's reader does not tell. */
    int line();

    /** How much a scalar's spelling says about its type. */
    enum Kind {
        /** A bare YAML word: whatever the reader wants to see in it. */
        PLAIN,
        /** A text: quoted, or a string by its format. */
        TEXT,
        /** A number, boolean, date or null of a typed format (JSON, TOML), in that format's spelling. */
        LITERAL
    }

    /** A single value. */
    record Scalar(String text, Kind kind, int line) implements ConfigNode {
        /** Whether this says that nothing is set, as YAML and JSON spell it. */
        public boolean isNull() {
            return kind != Kind.TEXT
                    && switch (text) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }
    }

    /** A list. */
    record Sequence(List<ConfigNode> items, int line) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Keys and values in the file's order; no key twice. */
    record Mapping(Map<String, Entry> entries, int line) implements ConfigNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** A key and its value; the line is the key's. */
    record Entry(String key, ConfigNode value, int line) {}

    /** Whether the node says that nothing is set. */
    static boolean isNull(ConfigNode node) {
        return node instanceof Scalar scalar && scalar.isNull();
    }
}
