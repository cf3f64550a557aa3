package pmon3.cli.command;

import pmon3.config.Names;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.model.ExitStatus;
import pmon3.model.PmonException;
import pmon3.screen.Escapes;

/**
 * {@code __complete processes} and {@code __complete groups}, which only the completion scripts type: a line for each, its
 * id, a tab, and its name. Says nothing if pmond does not answer: a message would end up in the user's command line.
 */
final class CompletionWords {
    static final String COMMAND = "__complete";

    private static final String PROCESSES = "processes";
    private static final String GROUPS = "groups";
    /** A shell, and the user before it, wait. */
    private static final int SILENCE_DEADLINE_MS = 1_000;

    private CompletionWords() {}

    static int print(Session session, String[] args) {
        if (args.length != 1 || !args[0].equals(PROCESSES) && !args[0].equals(GROUPS)) {
            throw new UsageException(COMMAND + " is for the completion scripts, with processes or groups");
        }
        boolean groups = args[0].equals(GROUPS);
        StringBuilder lines = new StringBuilder();
        try (RequestChannel channel = session.pmond().open()) {
            channel.ask(new Request.KnownNames(), SILENCE_DEADLINE_MS, reply -> {
                if (reply instanceof Reply.KnownName known && known.group() == groups) {
                    line(lines, known);
                }
            });
        } catch (PmonException e) {
            return ExitStatus.DONE;
        }
        return Dispatcher.print(session, lines.toString());
    }

    /**
     * Names that break the rules, line ends in them for instance, are in taken-over databases, and a shell shows names as they
     * are; where that misleads the ids serve.
     */
    private static void line(StringBuilder lines, Reply.KnownName known) {
        String name = known.name();
        boolean usable =
                Names.problem("process", name).isEmpty() && Escapes.shown(name).equals(name);
        lines.append(known.id()).append('\t').append(usable ? name : "").append('\n');
    }
}
