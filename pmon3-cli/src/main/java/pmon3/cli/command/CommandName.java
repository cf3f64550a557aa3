package pmon3.cli.command;

/** The subcommands in the order of the help, with their second names; the classes behind them are loaded on demand. */
public enum CommandName {
    DEL("del", "delete", "Delete process by id or name"),
    DESC("desc", "show", "Show process information by id or name"),
    DROP("drop", "", "Delete all processes"),
    EXEC("exec", "run", "Spawn a new process"),
    HELP("help", "", "Help about any command"),
    INIT("init", "", "Initialize all stopped processes"),
    KILL("kill", "", "Terminate all processes"),
    LOG("log", "", "Display process logs by id or name"),
    LOGF("logf", "", "Tail process logs by id or name"),
    LS("ls", "list", "List all processes"),
    RESET("reset", "", "Reset the restart counter(s)"),
    RESTART("restart", "start", "(Re)start a process by id or name"),
    STOP("stop", "", "Stop a process by id or name"),
    VERSION("version", "", "Show the version");

    private final String word;
    private final String alias;
    private final String summary;

    CommandName(String word, String alias, String summary) {
        this.word = word;
        this.alias = alias;
        this.summary = summary;
    }

    public String word() {
        return word;
    }

    /** Empty if there is none. */
    public String alias() {
        return alias;
    }

    public String summary() {
        return summary;
    }

    /** @return null if there is no such command */
    static CommandName ofWord(String typed) {
        for (CommandName name : values()) {
            if (name.word.equals(typed) || !name.alias.isEmpty() && name.alias.equals(typed)) {
                return name;
            }
        }
        return null;
    }

    /** A switch on the text, so that no class beside the chosen one is loaded. */
    Command create() {
        return switch (word) {
            case "del" -> new DeleteCommand();
            case "desc" -> new DescribeCommand();
            case "drop" -> new DropCommand();
            case "exec" -> new ExecCommand();
            case "help" -> new HelpCommand();
            case "init" -> new InitCommand();
            case "kill" -> new KillCommand();
            case "log" -> new LogCommand();
            case "logf" -> new LogFollowCommand();
            case "ls" -> new ListCommand();
            case "reset" -> new ResetCommand();
            case "restart" -> new RestartCommand();
            case "stop" -> new StopCommand();
            case "version" -> new VersionCommand();
            default -> throw new IllegalStateException(word);
        };
    }
}
