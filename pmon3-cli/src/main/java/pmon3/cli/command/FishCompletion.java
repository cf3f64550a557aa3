package pmon3.cli.command;

import picocli.CommandLine.Model.OptionSpec;

/** fish has no table but a line for each thing that can be completed. */
final class FishCompletion {
    private static final String COMPLETE = "complete -c pmon3 -n ";

    private FishCompletion() {}

    static String table() {
        StringBuilder lines = new StringBuilder();
        subcommands(lines, null);
        line(lines, at(""), " -s h -l help -d 'help for pmon3'");
        line(lines, at(""), " -s v -l version -d 'version for pmon3'");
        for (CommandName name : CommandName.values()) {
            if (name.hasSubcommands()) {
                subcommands(lines, name);
                line(lines, at(name.path()), " -s h -l help -d 'help for " + name.path() + "'");
            } else {
                command(lines, name);
            }
        }
        return lines.toString();
    }

    /** The branches of a switch on a command's path and a flag. */
    static String flagsWithValues() {
        StringBuilder lines = new StringBuilder();
        for (CommandName name : CommandName.values()) {
            if (name.hasSubcommands()) {
                continue;
            }
            for (OptionSpec option : ParsedWords.specOf(name, name.create()).options()) {
                for (String flag : option.typeInfo().isBoolean() ? new String[0] : option.names()) {
                    lines.append(lines.length() == 0 ? "        case" : "");
                    lines.append(" '")
                            .append(name.path())
                            .append(' ')
                            .append(flag)
                            .append('\'');
                }
            }
        }
        return lines.append('\n').toString();
    }

    /** The branches of a switch on a command's path and a word. */
    static String names() {
        StringBuilder lines = new StringBuilder();
        for (CommandName name : CommandName.values()) {
            String path = name.parent() == null ? "" : name.parent().path();
            lines.append("        case '")
                    .append(path)
                    .append(' ')
                    .append(name.word())
                    .append('\'');
            if (!name.alias().isEmpty()) {
                lines.append(" '").append(path).append(' ').append(name.alias()).append('\'');
            }
            lines.append("\n            echo ").append(name.word()).append('\n');
        }
        return lines.toString();
    }

    /** All subcommands with their aliases. */
    static String words(CommandName parent) {
        StringBuilder words = new StringBuilder();
        for (CommandName name : CommandName.values()) {
            if (name.parent() == parent) {
                words.append(words.length() == 0 ? "" : " ").append(name.word());
                words.append(name.alias().isEmpty() ? "" : " ").append(name.alias());
            }
        }
        return words.toString();
    }

    private static String at(String path) {
        return "\"__pmon3_at '" + path + "'\"";
    }

    private static void line(StringBuilder lines, String condition, String rest) {
        lines.append(COMPLETE).append(condition).append(rest).append('\n');
    }

    private static void subcommands(StringBuilder lines, CommandName parent) {
        for (CommandName name : CommandName.values()) {
            if (name.parent() != parent) {
                continue;
            }
            String path = parent == null ? "" : parent.path();
            String words = name.word() + (name.alias().isEmpty() ? "" : " " + name.alias());
            line(lines, at(path), " -a '" + words + "' -d '" + name.summary() + "'");
        }
    }

    private static void command(StringBuilder lines, CommandName name) {
        Command command = name.create();
        for (OptionSpec option : ParsedWords.specOf(name, command).options()) {
            line(lines, at(name.path()), flag(option));
        }
        Completes[] completes = command.completes();
        for (int i = 0; i < completes.length; i++) {
            String last = i == completes.length - 1 ? "more" : Integer.toString(i + 1);
            String condition = "\"__pmon3_at '" + name.path() + "' " + (i + 1) + " " + last + "\"";
            line(lines, condition, candidates(completes[i]));
        }
    }

    private static String flag(OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        String description = " -d '" + option.description()[0].replace("'", "\\'") + "'";
        if (option.typeInfo().isBoolean()) {
            return words + description;
        }
        return words + " -r" + candidates(Completes.ofFlag(CompletionScript.longName(option))) + description;
    }

    private static String candidates(Completes completes) {
        return switch (completes) {
            case TEXT -> " -f";
            case FILES -> " -F";
            case DIRECTORIES -> " -f -a '(__fish_complete_directories (commandline -ct))'";
            case USERS -> " -f -a '(__fish_complete_users)'";
            case PROCESSES -> " -f -a '(__pmon3_known processes)'";
            case GROUPS -> " -f -a '(__pmon3_known groups)'";
            case COMMANDS -> " -f -a '(__pmon3_helped)'";
            case SHELLS, FORMATS, FIELDS ->
                " -f -a '" + completes.word().substring("words:".length()).replace(',', ' ') + "'";
        };
    }
}
