package pmon3.config;

import java.util.List;
import java.util.Map;

/** What file and variables say about each key, as spelled, and where it stands. One load, one thread. */
final class RawSettings {
    private final String[] texts = new String[SettingKey.count()];
    private final String[] places = new String[SettingKey.count()];
    private final List<String> warnings;

    RawSettings(List<String> warnings) {
        this.warnings = warnings;
    }

    /** Whether something that is not empty is set. */
    boolean isSet(SettingKey key) {
        return texts[key.ordinal()] != null;
    }

    /** As spelled; only for keys that are set. */
    String text(SettingKey key) {
        return texts[key.ordinal()];
    }

    /** File and line, or variable, and the key; only for keys that are set. */
    String place(SettingKey key) {
        return places[key.ordinal()];
    }

    private void set(SettingKey key, String text, String place) {
        if (!text.isEmpty()) {
            texts[key.ordinal()] = text;
            places[key.ordinal()] = place;
        }
    }

    /** Takes over a file's tree. */
    void addFile(String file, ConfigNode root) {
        if (root instanceof ConfigNode.Mapping mapping) {
            addSection(file, "", mapping);
        } else if (!ConfigNode.isNull(root)) {
            throw BadConfiguration.at(file, root.line(), "expected lines of the form 'key: value'");
        }
    }

    private void addSection(String file, String prefix, ConfigNode.Mapping mapping) {
        for (ConfigNode.Entry entry : mapping.entries().values()) {
            String path = prefix + entry.key();
            SettingKey key = SettingKey.ofPath(path);
            if (key != null) {
                addValue(file, key, entry);
            } else if (SettingKey.isSection(path)) {
                addInner(file, path, entry);
            } else {
                warnings.add(BadConfiguration.place(file, entry.line()) + ": " + BadConfiguration.oneLine(path)
                        + ": unknown key, ignored");
            }
        }
    }

    private void addInner(String file, String path, ConfigNode.Entry entry) {
        if (entry.value() instanceof ConfigNode.Mapping inner) {
            addSection(file, path + ".", inner);
        } else if (!ConfigNode.isNull(entry.value())) {
            throw BadConfiguration.at(file, entry.line(), path + ": expected keys below it, not a value");
        }
    }

    private void addValue(String file, SettingKey key, ConfigNode.Entry entry) {
        if (!ConfigNode.isNull(entry.value())) {
            set(key, text(file, key, entry), BadConfiguration.place(file, entry.line()) + ": " + key.path());
        }
    }

    private static String text(String file, SettingKey key, ConfigNode.Entry entry) {
        if (entry.value() instanceof ConfigNode.Scalar scalar) {
            return scalar.text();
        }
        if (key.type() == SettingKey.Type.TRANSPORTS && entry.value() instanceof ConfigNode.Sequence list) {
            return words(file, key, list);
        }
        throw BadConfiguration.at(file, entry.line(), key.path() + ": expected a single value");
    }

    /** As it would be spelled without the brackets. */
    private static String words(String file, SettingKey key, ConfigNode.Sequence list) {
        StringBuilder words = new StringBuilder();
        for (ConfigNode item : list.items()) {
            if (!(item instanceof ConfigNode.Scalar word)) {
                throw BadConfiguration.at(file, item.line(), key.path() + ": expected a list of words");
            }
            words.append(words.length() == 0 ? "" : ",").append(word.text());
        }
        return words.toString();
    }

    /** Lets the variables win over what was set before; an empty one is not set. */
    void addEnvironment(Map<String, String> environment) {
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith(SettingKey.VARIABLE_PREFIX)) {
                SettingKey key = SettingKey.ofVariable(name);
                if (key != null) {
                    set(key, variable.getValue(), "variable " + name);
                } else {
                    warnings.add("variable " + BadConfiguration.oneLine(name) + ": no such setting, ignored");
                }
            }
        }
    }
}
