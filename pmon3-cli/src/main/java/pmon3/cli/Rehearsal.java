package pmon3.cli;

import pmon3.cli.command.Session;
import pmon3.cli.log.FollowLoop;
import pmon3.cli.log.Lines;
import pmon3.cli.log.LogOutput;
import pmon3.cli.log.LogPrinter;
import pmon3.cli.output.JsonPrinter;
import pmon3.cli.output.ReplyPrinter;
import pmon3.cli.output.Terminal;
import pmon3.ipc.Reply;
import pmon3.model.ErrorCode;
import pmon3.model.ProcessRow;

/**
 * Runs through all commands' classes in one JVM, so that the class-data archive that is being recorded holds them all. Asks
 * pmond only what changes nothing: no process has a slash for its name.
 */
final class Rehearsal {
    /** Set while an archive is recorded, by the script that does it. */
    static final String VARIABLE = "PMON3_REHEARSAL";

    private static final String NOBODY = "/";
    private static final String ANY_FILE = "/proc/self/status";
    private static final String[][] COMMAND_LINES = {
        {"desc", NOBODY},
        {"stop", "--force", NOBODY},
        {"restart", NOBODY, "-n=false", "-d", "a,b", "--args", "a b"},
        {"exec", "--name", NOBODY, "/no/such/program", "--", "a b"},
        {"del", "-f", NOBODY},
        {"reset", NOBODY},
        {"log", "-n", "1", NOBODY},
        {"logf", NOBODY},
        {"group", "ls"},
        {"group", "desc", NOBODY},
        {"group", "create", NOBODY},
        {"group", "del", NOBODY},
        {"group", "assign", NOBODY, NOBODY},
        {"group", "remove", NOBODY, NOBODY},
        {"group", "restart", NOBODY, "-n=false"},
        {"group", "stop", "-f", NOBODY},
        {"group", "drop", NOBODY},
        {"group", "--help"},
        {"export", "yaml", "-o", "name"},
        {"dgraph", "-c"},
        {"desc", "--json", NOBODY},
        {"__complete", "processes"},
        {"help"},
        {"exec", "--help"},
        {"version"},
        {"no-such-command"},
        {"ls", "--no-such-flag"}
    };

    private Rehearsal() {}

    /** @return the status of the command line that was typed, which runs first and is the only one seen */
    static int run(String[] args, Session session) {
        int status = Pmon3.run(args, session);
        Session unseen = new Session(new Unseen(), session.surroundings(), session.pmond());
        for (String[] commandLine : COMMAND_LINES) {
            Pmon3.run(commandLine, unseen);
        }
        printSamples(unseen.terminal());
        printDocument(unseen.terminal());
        readSamples(unseen.terminal());
        return status;
    }

    private static void printSamples(Terminal terminal) {
        ReplyPrinter printer = new ReplyPrinter(terminal);
        printer.accept(new Reply.Text("text"));
        printer.accept(new Reply.Notice("notice"));
        printer.accept(new Reply.Problem(ErrorCode.FAILED, "problem"));
        printer.accept(new Reply.Done(0));
        printer.finish();
    }

    private static void printDocument(Terminal terminal) {
        JsonPrinter printer = new JsonPrinter(terminal);
        printer.accept(new Reply.Row(new ProcessRow(1, "日本\n", 2, 3, "running", "root", 4, 5, 6)));
        printer.finish();
    }

    private static void readSamples(Terminal terminal) {
        Reply.LogPath log = new Reply.LogPath("any", ANY_FILE);
        LogOutput out = new LogOutput(terminal, true);
        new LogPrinter(out, new Lines(false, 1), true).print(log);
        new FollowLoop(out).add(log, new Lines(true, 1));
    }

    /** Takes everything and shows nothing. */
    private static final class Unseen implements Terminal {
        @Override
        public void write(byte[] bytes, int length) {
            // Nobody is to see it.
        }

        @Override
        public void error(String line) {
            // Nobody is to see it.
        }

        @Override
        public boolean coloured() {
            return true;
        }
    }
}
