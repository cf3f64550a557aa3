package pmon3.cli.command;

/**
 * The subcommands in the order of the help, with their second names; the classes behind them are loaded on demand. Those of
 * {@code group} come last and name it as their parent.
 */
public enum CommandName {
    COMPLETION("completion", "", "Generate completion script"),
    DEL("del", "delete", "Delete process by id or name"),
    DESC("desc", "show", "Show process information by id or name"),
    DGRAPH("dgraph", "order", "Show the process queue order"),
    DROP("drop", "", "Delete all processes"),
    EXEC("exec", "run", "Spawn a new process"),
    EXPORT("export", "", "Export Process Configuration"),
    GROUP("group", "groups", "Group level commands"),
    HELP("help", "", "Help about any command"),
    INIT("init", "", "Initialize all stopped processes"),
    KILL("kill", "", "Terminate all processes"),
    LOG("log", "", "Display process logs by id or name"),
    LOGF("logf", "", "Tail process logs by id or name"),
    LS("ls", "list", "List all processes"),
    RESET("reset", "", "Reset the restart counter(s)"),
    RESTART("restart", "start", "(Re)start a process by id or name"),
    STOP("stop", "", "Stop a process by id or name"),
    TOPN("topn", "", "Shows processes with unix top cmd"),
    VERSION("version", "", "Show the version"),

    GROUP_ASSIGN(GROUP, "assign", "", "Assign group(s) to process(es)"),
    GROUP_CREATE(GROUP, "create", "", "Create a new group"),
    GROUP_DEL(GROUP, "del", "delete", "Delete a group"),
    GROUP_DESC(GROUP, "desc", "show", "Show group details and associated processes"),
    GROUP_DROP(GROUP, "drop", "", "Delete all processes associated to a group"),
    GROUP_LS(GROUP, "ls", "list", "List all groups"),
    GROUP_REMOVE(GROUP, "remove", "", "Remove process(es) from group(s)"),
    GROUP_RESTART(GROUP, "restart", "start", "(Re)start processes by group id or name"),
    GROUP_STOP(GROUP, "stop", "", "Stop all processes associated to a group");

    private final CommandName parent;
    private final String word;
    private final String alias;
    private final String summary;

    CommandName(String word, String alias, String summary) {
        this(null, word, alias, summary);
    }

    CommandName(CommandName parent, String word, String alias, String summary) {
        this.parent = parent;
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

    /** The command that it is a part of; null for those that stand for themselves. */
    public CommandName parent() {
        return parent;
    }

    /** All that is typed to name it: {@code group assign}. */
    public String path() {
        return parent == null ? word : parent.word + " " + word;
    }

    /** Whether it only leads to its subcommands. */
    public boolean hasSubcommands() {
        return this == GROUP;
    }

    /** @return null if the parent (null: the program itself) has no such command */
    static CommandName ofWord(CommandName parent, String typed) {
        for (CommandName name : values()) {
            boolean named = name.word.equals(typed) || !name.alias.isEmpty() && name.alias.equals(typed);
            if (named && name.parent == parent) {
                return name;
            }
        }
        return null;
    }

    /** A switch on the text, so that no class beside the chosen one is loaded. */
    Command create() {
        if (parent != null) {
            return GroupCommands.create(word);
        }
        return switch (word) {
            case "completion" -> new CompletionCommand();
            case "del" -> new DeleteCommand();
            case "desc" -> new DescribeCommand();
            case "dgraph" -> new StartOrderCommand();
            case "drop" -> new DropCommand();
            case "exec" -> new ExecCommand();
            case "export" -> new ExportCommand();
            case "help" -> new HelpCommand();
            case "init" -> new InitCommand();
            case "kill" -> new KillCommand();
            case "log" -> new LogCommand();
            case "logf" -> new LogFollowCommand();
            case "ls" -> new ListCommand();
            case "reset" -> new ResetCommand();
            case "restart" -> new RestartCommand();
            case "stop" -> new StopCommand();
            case "topn" -> new TopCommand();
            case "version" -> new VersionCommand();
            default -> throw new IllegalStateException(word);
        };
    }
}
