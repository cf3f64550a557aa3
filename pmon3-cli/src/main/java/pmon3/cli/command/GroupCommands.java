package pmon3.cli.command;

/** The subcommands of {@code group}; the classes behind them are loaded on demand. */
final class GroupCommands {
    private GroupCommands() {}

    static Command create(String word) {
        return switch (word) {
            case "assign" -> new GroupAssignCommand();
            case "create" -> new GroupCreateCommand();
            case "del" -> new GroupDeleteCommand();
            case "desc" -> new GroupDescribeCommand();
            case "drop" -> new GroupDropCommand();
            case "ls" -> new GroupListCommand();
            case "remove" -> new GroupRemoveCommand();
            case "restart" -> new GroupRestartCommand();
            case "stop" -> new GroupStopCommand();
            default -> throw new IllegalStateException(word);
        };
    }
}
