package pmon3.config;

import java.util.Optional;
import pmon3.model.PmonException;

/**
 * YAML to {@link ConfigNode}: the first document of a text, with aliases (shared, not copied) and merge keys. Scalars are
 * left as they are spelled. Knows the full parser by name only, so that a client whose config.yml is plain never loads it.
 */
public final class Yaml {
    /** Lists and mappings in one another, at most. */
    public static final int MAX_DEPTH = 64;

    private Yaml() {}

    /**
     * Reads a text.
     *
     * @param file how errors name it
     * @return the tree, or empty if the text holds nothing but comments
     * @throws PmonException (BAD_CONFIGURATION) naming file and line if it is not YAML, repeats a key, or nests too deeply
     */
    public static Optional<ConfigNode> read(String file, String text) {
        Optional<ConfigNode> plain = PlainYaml.read(text);
        return plain.isPresent() ? plain : YamlReader.read(file, text);
    }
}
