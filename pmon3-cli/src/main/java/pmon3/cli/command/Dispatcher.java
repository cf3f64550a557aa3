package pmon3.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import pmon3.model.ErrorCode;
import pmon3.model.ExitStatus;
import pmon3.model.PmonException;

/** Finds the command that was typed, builds it alone, and runs it. */
public final class Dispatcher {
    private static final char REPLACEMENT = '\ufffd';

    private final Session session;

    public Dispatcher(Session session) {
        this.session = session;
    }

    /**
     * @return the exit status
     * @throws pmon3.model.PmonException with the line to print
     */
    public int run(String[] args) {
        checkEncoding(args);
        return find(null, "", args, 0, false);
    }

    /**
     * @param parent among whose subcommands to look; null: the program's
     * @param path what was typed to get there, each word with a blank behind it
     */
    private int find(CommandName parent, String path, String[] args, int from, boolean helpBefore) {
        boolean help = helpBefore;
        int at = from;
        for (; at < args.length && args[at].startsWith("-"); at++) {
            if (parent == null && (args[at].equals("-v") || args[at].equals("--version"))) {
                return run(CommandName.VERSION, CommandName.VERSION.word(), new String[0]);
            }
            if (!args[at].equals("-h") && !args[at].equals("--help")) {
                throw refused("unknown flag: " + args[at] + "; see 'pmon3 " + path + "--help'");
            }
            help = true;
        }
        if (at == args.length) {
            return print(session, HelpPage.above(parent));
        }
        if (args[at].equals(CompletionWords.COMMAND)) {
            return CompletionWords.print(session, Arrays.copyOfRange(args, at + 1, args.length));
        }
        CommandName name = named(parent, args[at]);
        if (name.hasSubcommands()) {
            return find(name, path + args[at] + " ", args, at + 1, help);
        }
        return help
                ? print(session, HelpPage.of(name))
                : run(name, path + args[at], Arrays.copyOfRange(args, at + 1, args.length));
    }

    private int run(CommandName name, String word, String[] args) {
        try {
            Command command = name.create();
            Typed typed = FlaglessWords.of(args);
            if (typed == null) {
                typed = ParsedWords.of(name, command, args);
            }
            if (typed.isHelpWanted()) {
                return print(session, HelpPage.of(name));
            }
            return command.run(
                    new Command.Invocation(word, typed),
                    command.hasJson() && typed.isOn(ParsedWords.JSON) ? session.withJson() : session);
        } catch (UsageException e) {
            throw new UsageException(e.getMessage() + "; see 'pmon3 " + word + " --help'", e);
        }
    }

    /** @throws PmonException USAGE, with the nearest one that there is */
    static CommandName named(CommandName parent, String word) {
        CommandName name = CommandName.ofWord(parent, word);
        if (name != null) {
            return name;
        }
        String path = parent == null ? "" : parent.path() + " ";
        String suggestion = Suggestion.forWord(parent, word);
        throw refused("unknown command: " + path + word
                + (suggestion.isEmpty() ? "" : " (did you mean '" + path + suggestion + "'?)")
                + "; see 'pmon3 " + path + "--help'");
    }

    /** The launcher makes the JVM read arguments as UTF-8; bytes that are none arrive as U+FFFD. */
    private static void checkEncoding(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].indexOf(REPLACEMENT) >= 0) {
                throw refused("argument " + (i + 1) + " is not valid UTF-8 (or has the character U+FFFD): " + args[i]);
            }
        }
    }

    private static PmonException refused(String line) {
        return new PmonException(ErrorCode.USAGE, line);
    }

    static int print(Session session, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        session.terminal().write(bytes, bytes.length);
        return ExitStatus.DONE;
    }
}
