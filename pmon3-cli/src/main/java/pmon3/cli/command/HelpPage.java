package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help texts, laid out as the Go program's users know them, written from the same flags that the parser obeys. */
final class HelpPage {
    private static final String INDENT = "  ";

    private HelpPage() {}

    /** The page that lists the subcommands. @param parent null: the program's */
    static String above(CommandName parent) {
        return parent == null ? ofProgram() : ofParent(parent);
    }

    static String ofProgram() {
        StringBuilder page = new StringBuilder(
                "pmon3 keeps programs alive: it tells pmond what to do.\n\n" + "Usage:\n  pmon3 [command]\n");
        return subcommands(page, null)
                .append("\nFlags:\n"
                        + "  -h, --help      help for pmon3\n"
                        + "  -v, --version   version for pmon3\n\n"
                        + "Exit status:\n"
                        + "  0 done, 1 refused or failed, 2 wrong command line, 3 pmond is not running,\n"
                        + "  4 not permitted, 5 no such process or group; the highest if several apply\n\n"
                        + "Use \"pmon3 [command] --help\" for more information about a command.\n")
                .toString();
    }

    private static String ofParent(CommandName parent) {
        String path = parent.path();
        StringBuilder page = new StringBuilder(parent.summary())
                .append("\n\nUsage:\n  pmon3 ")
                .append(path)
                .append(" [command]\n");
        aliases(page, parent);
        return subcommands(page, parent)
                .append("\nFlags:\n  -h, --help   help for ")
                .append(path)
                .append("\n\nUse \"pmon3 ")
                .append(path)
                .append(" [command] --help\" for more information about a command.\n")
                .toString();
    }

    private static StringBuilder subcommands(StringBuilder page, CommandName parent) {
        page.append("\nAvailable Commands:\n");
        for (CommandName name : CommandName.values()) {
            if (name.parent() == parent) {
                padded(page.append(INDENT), name.word(), 12)
                        .append(name.summary())
                        .append('\n');
            }
        }
        return page;
    }

    private static void aliases(StringBuilder page, CommandName name) {
        if (!name.alias().isEmpty()) {
            page.append("\nAliases:\n  ")
                    .append(name.word())
                    .append(", ")
                    .append(name.alias())
                    .append('\n');
        }
    }

    static String of(CommandName name) {
        Command command = name.create();
        CommandSpec spec = ParsedWords.specOf(name, command);
        StringBuilder page = new StringBuilder(name.summary()).append('\n');
        if (!command.details().isEmpty()) {
            page.append('\n').append(command.details()).append('\n');
        }
        page.append("\nUsage:\n  pmon3 ").append(name.path());
        page.append(command.arguments().isEmpty() ? "" : " ")
                .append(command.arguments())
                .append(" [flags]\n");
        aliases(page, name);
        page.append("\nExamples:\n");
        for (String example : command.examples()) {
            page.append(INDENT).append(example).append('\n');
        }
        page.append("\nFlags:\n");
        flags(page, spec);
        return page.toString();
    }

    private static void flags(StringBuilder page, CommandSpec spec) {
        int widest = 0;
        for (OptionSpec option : spec.options()) {
            widest = Math.max(widest, namesOf(option).length());
        }
        for (OptionSpec option : spec.options()) {
            padded(page.append(INDENT), namesOf(option), widest + 3)
                    .append(option.description()[0])
                    .append('\n');
        }
    }

    /** {@code -a, --args STR}; of several long names the first. */
    private static String namesOf(OptionSpec option) {
        String first = option.names()[0];
        boolean isShort = !first.startsWith("--");
        String names = isShort ? first + ", " + option.names()[1] : "    " + first;
        return option.typeInfo().isBoolean() ? names : names + " " + option.paramLabel();
    }

    private static StringBuilder padded(StringBuilder page, String text, int width) {
        page.append(text);
        for (int i = text.length(); i < width; i++) {
            page.append(' ');
        }
        return page;
    }
}
