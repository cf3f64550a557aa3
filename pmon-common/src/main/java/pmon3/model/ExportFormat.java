package pmon3.model;

import java.util.Optional;

/** The formats of a process config, with their numbers on the wire, which are frozen. */
public enum ExportFormat {
    JSON(1, "json"),
    TOML(2, "toml"),
    YAML(3, "yaml");

    private final int number;
    private final String word;

    ExportFormat(int number, String word) {
        this.number = number;
        this.word = word;
    }

    public int number() {
        return number;
    }

    /** As people type it, and as the extension of a file in it. */
    public String word() {
        return word;
    }

    public static Optional<ExportFormat> ofWord(String typed) {
        for (ExportFormat format : values()) {
            if (format.word.equals(typed)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    public static Optional<ExportFormat> ofNumber(int number) {
        for (ExportFormat format : values()) {
            if (format.number == number) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
