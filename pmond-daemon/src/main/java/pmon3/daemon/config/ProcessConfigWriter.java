package pmon3.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pmon3.model.ExportFormat;

/**
 * Writes a process config as {@link ProcessConfigFile} reads it. JSON is indented by two; YAML and TOML have the form of the
 * guide. Texts are quoted in the one way that all three formats read alike.
 */
public final class ProcessConfigWriter {
    private final ExportFormat format;

    public ProcessConfigWriter(ExportFormat format) {
        this.format = format;
    }

    /** The whole file in pieces, one for each entry with what stands around it. */
    public List<String> write(List<WrittenEntry> entries) {
        List<String> pieces = new ArrayList<>();
        for (WrittenEntry entry : entries) {
            String text = switch (format) {
                case JSON -> jsonEntry(entry);
                case YAML -> yamlEntry(entry);
                case TOML -> tomlEntry(entry);
            };
            pieces.add((pieces.isEmpty() ? head() : separator()) + text);
        }
        pieces.add(entries.isEmpty() ? emptyFile() : foot());
        return pieces;
    }

    private String head() {
        return switch (format) {
            case JSON -> "{\n  \"processes\": [\n";
            case YAML -> "processes:\n";
            case TOML -> "";
        };
    }

    private String separator() {
        return switch (format) {
            case JSON -> ",\n";
            case YAML -> "";
            case TOML -> "\n";
        };
    }

    private String foot() {
        return format == ExportFormat.JSON ? "\n  ]\n}\n" : "";
    }

    private String emptyFile() {
        return switch (format) {
            case JSON -> "{\n  \"processes\": []\n}\n";
            case YAML -> "processes: []\n";
            case TOML -> "";
        };
    }

    private static String jsonEntry(WrittenEntry entry) {
        List<String> lines = new ArrayList<>();
        for (WrittenEntry.Field field : entry.fields()) {
            lines.add("      " + QuotedText.quoted(field.key()) + ": " + jsonValue(field));
        }
        return "    {\n" + String.join(",\n", lines) + "\n    }";
    }

    private static String jsonValue(WrittenEntry.Field field) {
        if (!field.isList()) {
            return scalar(field, true);
        }
        List<String> items = new ArrayList<>();
        field.texts().forEach(text -> items.add("        " + QuotedText.quoted(text)));
        return "[\n" + String.join(",\n", items) + "\n      ]";
    }

    private static String yamlEntry(WrittenEntry entry) {
        StringBuilder text = new StringBuilder();
        for (WrittenEntry.Field field : entry.fields()) {
            text.append(text.length() == 0 ? "  - " : "    ")
                    .append(field.key())
                    .append(field.isList() ? ":" : ": " + scalar(field, false))
                    .append('\n');
            if (field.isList()) {
                field.texts()
                        .forEach(item -> text.append("    - ")
                                .append(QuotedText.plain(item))
                                .append('\n'));
            }
        }
        return text.toString();
    }

    private static String tomlEntry(WrittenEntry entry) {
        StringBuilder text = new StringBuilder("[[Processes]]\n");
        for (WrittenEntry.Field field : entry.fields()) {
            text.append("  ").append(camelCase(field.key())).append(" = ");
            if (field.isList()) {
                List<String> items =
                        field.texts().stream().map(QuotedText::quoted).toList();
                text.append("[ ").append(String.join(", ", items)).append(" ]");
            } else {
                text.append(scalar(field, true));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String scalar(WrittenEntry.Field field, boolean alwaysQuoted) {
        String text = field.texts().get(0);
        if (field.isFlag()) {
            return text;
        }
        return alwaysQuoted ? QuotedText.quoted(text) : QuotedText.plain(text);
    }

    private static String camelCase(String key) {
        StringBuilder name = new StringBuilder();
        for (String word : key.split("_")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }
}
