package pmon3.daemon.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import pmon3.config.BadConfiguration;
import pmon3.config.ConfigNode;
import pmon3.config.ConfigText;
import pmon3.config.Yaml;
import pmon3.model.PmonException;

/** Reads a process config of any of the three formats; the name's extension says which. */
public final class ProcessConfigFile {
    /** A larger file is refused. */
    public static final int MAX_FILE_BYTES = 16 << 20;

    private ProcessConfigFile() {}

    /**
     * What exists besides the file.
     *
     * @param processes names: entries may depend on them
     * @param groupIds entries may name a group by an id, but only by one of these
     * @param groups names: those of a taken-over database may break the rules
     */
    public record Known(Set<String> processes, Set<Long> groupIds, Set<String> groups) {
        public static final Known NOTHING = new Known(Set.of(), Set.of(), Set.of());

        public Known {
            processes = Set.copyOf(processes);
            groupIds = Set.copyOf(groupIds);
            groups = Set.copyOf(groups);
        }
    }

    /**
     * Reads and checks; a missing file is an empty config.
     *
     * @param rootOnly whether a file that others than root can write is refused: for a pmond run by root
     * @param known what exists already, which entries may name
     * @throws PmonException (BAD_CONFIGURATION) in one line, if the file as a whole is refused, unreadable or unparsable
     */
    public static ProcessConfig read(Path file, boolean rootOnly, Known known) {
        Optional<String> text =
                rootOnly ? ConfigText.readTrusted(file, MAX_FILE_BYTES) : ConfigText.read(file, MAX_FILE_BYTES);
        return text.isPresent() ? parse(file.toString(), text.get(), known) : ProcessConfig.EMPTY;
    }

    /**
     * Checks a text.
     *
     * @param file whose text it is, for the format and for errors
     */
    static ProcessConfig parse(String file, String text, Known known) {
        if (text.isBlank()) {
            return ProcessConfig.EMPTY;
        }
        Optional<ConfigNode> root = tree(file, text);
        if (root.isEmpty()) {
            return ProcessConfig.EMPTY;
        }
        EntriesReader reader = new EntriesReader(file, known);
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
