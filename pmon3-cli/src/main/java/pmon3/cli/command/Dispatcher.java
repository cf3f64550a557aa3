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
        int at = 0;
        while (at < args.length && args[at].startsWith("-")) {
            if (args[at].equals("-v") || args[at].equals("--version")) {
                return run(CommandName.VERSION, CommandName.VERSION.word(), new String[0]);
            }
            if (!args[at].equals("-h") && !args[at].equals("--help")) {
                throw refused("unknown flag: " + args[at] + "; see 'pmon3 --help'");
            }
            at++;
        }
        if (at == args.length) {
            return print(session, HelpPage.ofProgram());
        }
        CommandName name = named(args[at]);
        return at > 0
                ? print(session, HelpPage.of(name))
                : run(name, args[at], Arrays.copyOfRange(args, at + 1, args.length));
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
            return command.run(new Command.Invocation(word, typed), session);
        } catch (UsageException e) {
            throw new UsageException(e.getMessage() + "; see 'pmon3 " + word + " --help'", e);
        }
    }

    static CommandName named(String word) {
        CommandName name = CommandName.ofWord(word);
        if (name != null) {
            return name;
        }
        String suggestion = Suggestion.forWord(word);
        throw refused("unknown command: " + word
                + (suggestion.isEmpty() ? "" : " (did you mean '" + suggestion + "'?)")
                + "; see 'pmon3 --help'");
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
