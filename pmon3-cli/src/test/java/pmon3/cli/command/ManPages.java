package pmon3.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import pmon3.config.SettingKey;

/** The man pages: prose in {@code resources/pmon3/cli/man}, with commands and keys put in. */
final class ManPages {
    private ManPages() {}

    static String page(String name) throws IOException {
        try (InputStream in = ManPages.class.getResourceAsStream("/pmon3/cli/man/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@COMMANDS@\n", commands())
                    .replace("@KEYS@\n", keys())
                    .replace("@DATA@", SettingKey.DATA_DIRECTORY.defaultText())
                    .replace("@LOGS@", SettingKey.LOGS_DIRECTORY.defaultText());
        }
    }

    private static String commands() {
        return Stream.of(CommandName.values())
                .filter(name -> !name.hasSubcommands())
                .map(ManPages::command)
                .collect(Collectors.joining());
    }

    private static String command(CommandName name) {
        Command command = name.create();
        StringBuilder text = new StringBuilder(".SS pmon3 ").append(escaped(name.path()));
        text.append(command.arguments().isEmpty() ? "" : " ")
                .append(escaped(command.arguments()))
                .append('\n');
        text.append(escaped(name.summary())).append(".\n");
        if (!command.details().isEmpty()) {
            text.append(escaped(command.details().replace(". ", ".\n"))).append('\n');
        }
        if (!name.alias().isEmpty()) {
            text.append("Also\n.BR \"").append(escaped(withAlias(name))).append("\" .\n");
        }
        ParsedWords.specOf(name, command).options().stream()
                .filter(option -> !option.longestName().equals("--help"))
                .forEach(option -> text.append(".TP\n")
                        .append(namesOf(option))
                        .append('\n')
                        .append(sentence(option.description()[0]))
                        .append('\n'));
        text.append(".PP\n.in +4n\n.nf\n");
        for (String example : command.examples()) {
            text.append(escaped(example)).append('\n');
        }
        return text.append(".fi\n.in\n").toString();
    }

    private static String withAlias(CommandName name) {
        return (name.parent() == null ? "" : name.parent().path() + " ") + name.alias();
    }

    private static String namesOf(OptionSpec option) {
        String names = Stream.of(option.names())
                .map(flag -> "\\fB" + escaped(flag) + "\\fR")
                .collect(Collectors.joining(", "));
        return option.typeInfo().isBoolean() ? names : names + " \\fI" + escaped(option.paramLabel()) + "\\fR";
    }

    private static String keys() {
        return Stream.of(SettingKey.values()).map(ManPages::key).collect(Collectors.joining());
    }

    private static String key(SettingKey key) {
        StringBuilder text = new StringBuilder(".TP\n.B ").append(key.path()).append('\n');
        text.append(sentence(key.purpose())).append('\n');
        if (key.type() == SettingKey.Type.INTEGER) {
            text.append("A number from ")
                    .append(key.min())
                    .append(" to ")
                    .append(key.max())
                    .append(".\n");
        }
        text.append(defaultOf(key));
        return text.append(".br\n").append(key.variable()).append('\n').toString();
    }

    private static String defaultOf(SettingKey key) {
        if (key == SettingKey.PROCESS_CONFIG_FILE) {
            return "Default: /etc/pmon3/config/process.config.json.\n";
        }
        return key.defaultText().isEmpty() ? "" : "Default: " + escaped(key.defaultText()) + ".\n";
    }

    private static String sentence(String text) {
        String escaped = escaped(text);
        return Character.toUpperCase(escaped.charAt(0)) + escaped.substring(1) + ".";
    }

    /** A text that is one for roff too. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .lines()
                .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
                .collect(Collectors.joining("\n"));
    }
}
