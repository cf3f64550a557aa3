package pmon3.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.cli.log.FollowLoop;
import pmon3.cli.log.Lines;
import pmon3.cli.log.LogOutput;
import pmon3.ipc.Reply;

/** {@code logf}: the end of a process's log, and what comes after it. */
final class LogFollowCommand implements Command {
    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String details() {
        return "Follows the log through rotation until Ctrl-C.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 logf web", "pmon3 logf -n 0 web worker"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.PROCESSES};
    }

    @Override
    public boolean hasJson() {
        return false;
    }

    @Override
    public void addFlags(CommandSpec spec) {
        LogTargets.addLines(spec);
    }

    @Override
    public int run(Invocation invocation, Session session) {
        List<String> targets = Arguments.targets(invocation);
        Lines lines = LogTargets.lines(invocation);
        LogTargets found = LogTargets.ask(targets, session);
        FollowLoop loop =
                new FollowLoop(new LogOutput(session.terminal(), found.logs().size() > 1));
        for (Reply.LogPath log : found.logs()) {
            loop.add(log, lines);
        }
        return Math.max(found.exitStatus(), loop.run());
    }
}
