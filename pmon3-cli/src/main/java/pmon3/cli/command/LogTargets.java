package pmon3.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.cli.log.Lines;
import pmon3.cli.output.ReplyPrinter;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

/** What log and logf have in common: how many lines, and where pmond says that the logs are. */
final class LogTargets implements Consumer<Reply> {
    private static final String LINES = "--lines";

    private final List<Reply.LogPath> logs = new ArrayList<>();
    private final ReplyPrinter others;
    private int exitStatus;

    private LogTargets(Session session) {
        others = new ReplyPrinter(session.terminal());
    }

    static void addLines(CommandSpec spec) {
        spec.addOption(Flags.text("K", "the last K lines, or with +K from line K on (default 10)", "-n", LINES));
    }

    static Lines lines(Command.Invocation invocation) {
        String text = invocation.typed().text(LINES).orElse(Lines.DEFAULT);
        Optional<Lines> lines = Lines.parse(text);
        if (lines.isEmpty()) {
            throw new UsageException("flag --lines is a number of lines or +NUMBER, not '" + text + "'");
        }
        return lines.get();
    }

    static LogTargets ask(List<String> targets, Session session) {
        LogTargets answer = new LogTargets(session);
        session.ask(new Request.LogPaths(targets), answer);
        answer.exitStatus = answer.others.finish();
        return answer;
    }

    @Override
    public void accept(Reply reply) {
        if (reply instanceof Reply.LogPath log) {
            logs.add(log);
        } else {
            others.accept(reply);
        }
    }

    List<Reply.LogPath> logs() {
        return logs;
    }

    int exitStatus() {
        return exitStatus;
    }
}
