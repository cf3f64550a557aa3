package pmon3.cli.command;

/** What a word of the command line can be completed to. */
enum Completes {
    /** Anything: nothing is offered. */
    TEXT("text"),
    FILES("files"),
    DIRECTORIES("directories"),
    USERS("users"),
    /** Names and ids of processes, with commas between them. */
    PROCESSES("processes"),
    /** Names and ids of groups, with commas between them. */
    GROUPS("groups"),
    /** The subcommands. */
    COMMANDS("commands"),
    SHELLS("words:bash,zsh,fish"),
    FORMATS("words:json,toml,yaml"),
    FIELDS("words:" + ExportCommand.fields(","));

    private final String word;

    Completes(String word) {
        this.word = word;
    }

    /** As the scripts name it; after {@code words:} stands all that is offered. */
    String word() {
        return word;
    }

    /** @param flag the long name of a flag with a value */
    static Completes ofFlag(String flag) {
        return switch (flag) {
            case "--log" -> FILES;
            case "--log-dir" -> DIRECTORIES;
            case "--user" -> USERS;
            case "--dependencies" -> PROCESSES;
            case "--groups" -> GROUPS;
            case "--order" -> FIELDS;
            default -> TEXT;
        };
    }
}
