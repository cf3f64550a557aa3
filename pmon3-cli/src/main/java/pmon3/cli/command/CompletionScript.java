package pmon3.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion scripts: templates beside this class, with a table of all commands, flags and arguments put in. */
final class CompletionScript {
    private static final String TABLE = "@TABLE@\n";

    private CompletionScript() {}

    static String bash() {
        return template("completion.bash").replace(TABLE, table(false));
    }

    static String zsh() {
        return template("completion.zsh").replace(TABLE, table(true));
    }

    static String fish() {
        return template("completion.fish")
                .replace("@TAKES@\n", FishCompletion.flagsWithValues())
                .replace("@NAMES@\n", FishCompletion.names())
                .replace("@GROUP_WORDS@", FishCompletion.words(CommandName.GROUP))
                .replace("@WORDS@", FishCompletion.words(null))
                .replace(TABLE, FishCompletion.table());
    }

    private static String template(String name) {
        try (InputStream in = CompletionScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }

    /** The branches of a {@code case} on the command's path. Nothing in it but words of our own. */
    private static String table(boolean described) {
        StringBuilder table = new StringBuilder();
        branch(table, "", subcommands(null, described), "-h=none --help=none -v=none --version=none", "");
        for (CommandName name : CommandName.values()) {
            if (name.hasSubcommands()) {
                branch(table, name.path(), subcommands(name, described), "-h=none --help=none", "");
            } else {
                Command command = name.create();
                branch(table, name.path(), "", flags(ParsedWords.specOf(name, command)), arguments(command));
            }
        }
        return table.toString();
    }

    private static void branch(StringBuilder table, String path, String subcommands, String flags, String arguments) {
        table.append("        '").append(path).append("')\n");
        if (!subcommands.isEmpty()) {
            table.append("            subcommands=(").append(subcommands).append(")\n");
        }
        table.append("            flags=(").append(flags).append(")\n");
        if (!arguments.isEmpty()) {
            table.append("            arguments=(").append(arguments).append(")\n");
        }
        table.append("            ;;\n");
    }

    /** {@code word=name} for each word and alias; where described, {@code word=name:summary}. */
    private static String subcommands(CommandName parent, boolean described) {
        StringBuilder words = new StringBuilder();
        for (CommandName name : CommandName.values()) {
            if (name.parent() == parent) {
                subcommand(words, name, name.word(), described);
                if (!name.alias().isEmpty()) {
                    subcommand(words, name, name.alias(), described);
                }
            }
        }
        return words.toString();
    }

    private static void subcommand(StringBuilder words, CommandName name, String word, boolean described) {
        words.append(words.length() == 0 ? "" : " ");
        String pair = word + "=" + name.word();
        words.append(described ? "'" + pair + ":" + name.summary() + "'" : pair);
    }

    /** {@code --flag=what} for each name of each flag, where what is {@code none} if it has no value. */
    private static String flags(CommandSpec spec) {
        StringBuilder words = new StringBuilder();
        for (OptionSpec option : spec.options()) {
            for (String name : option.names()) {
                words.append(words.length() == 0 ? "" : " ");
                words.append(quoted(name + "=" + valueOf(option)));
            }
        }
        return words.toString();
    }

    /** Commas look to a reader, and to shellcheck, as if the list's elements were separated by them. */
    private static String quoted(String word) {
        return word.indexOf(',') < 0 ? word : "'" + word + "'";
    }

    static String valueOf(OptionSpec option) {
        return option.typeInfo().isBoolean()
                ? "none"
                : Completes.ofFlag(longName(option)).word();
    }

    /** The one that the help shows. */
    static String longName(OptionSpec option) {
        String[] names = option.names();
        return names[0].startsWith("--") ? names[0] : names[1];
    }

    private static String arguments(Command command) {
        StringBuilder words = new StringBuilder();
        for (Completes completes : command.completes()) {
            words.append(words.length() == 0 ? "" : " ").append(quoted(completes.word()));
        }
        return words.toString();
    }
}
