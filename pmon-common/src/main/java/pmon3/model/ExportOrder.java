package pmon3.model;

import java.util.Optional;

/**
 * What an export can be ordered by: the fields of a process config and the columns of the Go program's table, whose names
 * its users give. The numbers go over the wire and are frozen.
 */
public enum ExportOrder {
    ID(1, "id", ""),
    NAME(2, "name", ""),
    FILE(3, "file", "process_file"),
    USER(4, "user", "username"),
    LOG(5, "log", ""),
    ARGS(6, "args", ""),
    ENV_VARS(7, "env_vars", ""),
    DEPENDENCIES(8, "dependencies", ""),
    GROUPS(9, "groups", ""),
    NO_AUTO_RESTART(10, "no_auto_restart", "no_autorestart"),
    AUTO_RESTART(11, "auto_restart", ""),
    STATUS(12, "status", ""),
    PID(13, "pid", ""),
    UID(14, "uid", ""),
    GID(15, "gid", ""),
    CREATED_AT(16, "created_at", ""),
    UPDATED_AT(17, "updated_at", "");

    private final int number;
    private final String word;
    private final String alias;

    ExportOrder(int number, String word, String alias) {
        this.number = number;
        this.word = word;
        this.alias = alias;
    }

    public int number() {
        return number;
    }

    public String word() {
        return word;
    }

    /** In either case, with dashes or underscores. */
    public static Optional<ExportOrder> ofWord(String typed) {
        String word = typed.replace('-', '_');
        for (ExportOrder order : values()) {
            if (order.word.equalsIgnoreCase(word) || !word.isEmpty() && order.alias.equalsIgnoreCase(word)) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    public static Optional<ExportOrder> ofNumber(int number) {
        for (ExportOrder order : values()) {
            if (order.number == number) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }
}
