package pmon3.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.cli.output.ReplyPrinter;
import pmon3.cli.top.Keyboard;
import pmon3.cli.top.NativeTop;
import pmon3.cli.top.RawKeyboard;
import pmon3.cli.top.TopScreen;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.ExitStatus;

/** {@code topn}: the managed processes and pmond in the native top. */
final class TopCommand implements Command {
    private static final String SECONDS = "--seconds";
    private static final int DEFAULT_SECONDS = 1;
    private static final int MOST_SECONDS = 86_400;

    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String details() {
        return "Shows all processes of what pmond manages, and pmond, until q, ESC or Ctrl-C; s changes between the order\n"
                + "by CPU and by memory. Where stdin or stdout is no terminal, one pass is shown.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 topn", "pmon3 topn --seconds 5", "pmon3 topn | cat"};
    }

    @Override
    public boolean hasJson() {
        return false;
    }

    @Override
    public void addFlags(CommandSpec spec) {
        spec.addOption(Flags.text("N", "refresh every N seconds (default 1)", "-s", SECONDS));
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.none(invocation);
        int seconds = seconds(invocation.typed());
        TopScreen screen = new TopScreen(session.terminal(), new NativeTop(), () -> pids(session));
        if (!session.terminal().interactive()) {
            screen.showOnce();
            return ExitStatus.DONE;
        }
        // Asked once before the terminal is touched: if pmond is not there, nothing has to be put back.
        pids(session);
        try (Keyboard keyboard = RawKeyboard.open()) {
            screen.run(keyboard, seconds);
        }
        return ExitStatus.DONE;
    }

    private static int seconds(Typed typed) {
        String text = typed.text(SECONDS).orElse(Integer.toString(DEFAULT_SECONDS));
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= MOST_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw wrong(text, e);
        }
        throw wrong(text, null);
    }

    private static UsageException wrong(String text, Exception cause) {
        return new UsageException(
                "flag --seconds is a whole number from 1 to " + MOST_SECONDS + ", not '" + text + "'", cause);
    }

    private static List<Integer> pids(Session session) {
        List<Integer> pids = new ArrayList<>();
        ReplyPrinter others = new ReplyPrinter(session.terminal());
        session.ask(new Request.Pids(), reply -> {
            if (reply instanceof Reply.Pid pid) {
                pids.add(pid.pid());
            } else {
                others.accept(reply);
            }
        });
        return pids;
    }
}
