package pmon3.daemon.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import pmon3.config.BadConfiguration;
import pmon3.config.ConfigNode;
import pmon3.config.ConfigText;
import pmon3.config.TrustedFile;
import pmon3.config.Yaml;
import pmon3.model.PmonException;

/** Reads a process config of any of the three formats; the name's extension says which. */
public final class ProcessConfigFile {
    /** A larger file is refused. */
    public static final int MAX_FILE_BYTES = 16 << 20;

    private ProcessConfigFile() {}

    /**
     * Reads and checks; a missing file is an empty config.
     *
     * @param rootOnly whether a file that others than root can write is refused: for a pmond run by root
     * @param knownNames names of processes that exist: entries may depend on them
     * @throws PmonException (BAD_CONFIGURATION) in one line, if the file as a whole is refused, unreadable or unparsable
     */
    public static ProcessConfig read(Path file, boolean rootOnly, Collection<String> knownNames) {
        if (rootOnly) {
            TrustedFile.require(file);
        }
        Optional<String> text = ConfigText.read(file, MAX_FILE_BYTES);
        return text.isPresent() ? parse(file.toString(), text.get(), knownNames) : ProcessConfig.EMPTY;
    }

    /**
     * Checks a text.
     *
     * @param file whose text it is, for the format and for errors
     */
    static ProcessConfig parse(String file, String text, Collection<String> knownNames) {
        if (text.isBlank()) {
            return ProcessConfig.EMPTY;
        }
        Optional<ConfigNode> root = tree(file, text);
        if (root.isEmpty()) {
            return ProcessConfig.EMPTY;
        }
        EntriesReader reader = new EntriesReader(file, knownNames);
        reader.read(root.get());
        return reader.check();
    }

    private static Optional<ConfigNode> tree(String file, String text) {
        String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "json" -> Optional.of(TokenReader.json(file, text));
            case "toml" -> Optional.of(TokenReader.toml(file, text));
            case "yaml", "yml" -> Yaml.read(file, text);
            default ->
                throw BadConfiguration.at(
                        file,
                        0,
                        "a process config is json, yaml or toml; its name must end with .json, .yaml or .toml");
        };
    }
}
