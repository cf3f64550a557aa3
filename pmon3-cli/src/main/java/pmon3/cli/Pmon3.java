package pmon3.cli;

import pmon3.cli.client.ProcessSurroundings;
import pmon3.cli.client.Surroundings;
import pmon3.cli.command.Dispatcher;
import pmon3.cli.command.Session;
import pmon3.cli.output.OutputClosedException;
import pmon3.cli.output.StandardTerminal;
import pmon3.cli.output.Terminal;
import pmon3.model.ErrorCode;
import pmon3.model.ExitStatus;
import pmon3.model.PmonException;

/** The client that people and scripts type. */
public final class Pmon3 {
    private static final String NOT_RUNNING = "pmond must be running";
    private static final String HOW_TO_START =
            "; start it with 'sudo systemctl start pmond', or 'pmond' for your own processes";

    private Pmon3() {}

    public static void main(String[] args) {
        Surroundings surroundings = new ProcessSurroundings();
        Terminal terminal = new StandardTerminal(surroundings);
        Session session = new Session(terminal, surroundings, new InstalledPmond(terminal));
        if (surroundings.isSet(Rehearsal.VARIABLE)) {
            System.exit(Rehearsal.run(args, session));
        }
        // Not exit: since Java 21 that looks for a logger, which costs 10 ms. Nothing is buffered, and there are no
        // hooks.
        Runtime.getRuntime().halt(run(args, session));
    }

    /** Runs one command line; every failure is a line on stderr and a status, never a stack trace. */
    static int run(String[] args, Session session) {
        try {
            return new Dispatcher(session).run(args);
        } catch (OutputClosedException e) {
            return OutputClosedException.EXIT_STATUS;
        } catch (PmonException e) {
            session.terminal().error(e.getMessage() + (isNotRunning(e) ? HOW_TO_START : ""));
            return e.code().exitStatus();
        } catch (RuntimeException | LinkageError e) {
            session.terminal().error("pmon3 failed unexpectedly, please report this: " + e);
            return ExitStatus.FAILED;
        }
    }

    private static boolean isNotRunning(PmonException e) {
        return e.code() == ErrorCode.UNREACHABLE && e.getMessage().startsWith(NOT_RUNNING);
    }
}
