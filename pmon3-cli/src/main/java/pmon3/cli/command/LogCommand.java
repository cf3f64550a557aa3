package pmon3.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import pmon3.cli.log.Lines;
import pmon3.cli.log.LogOutput;
import pmon3.cli.log.LogPrinter;
import pmon3.ipc.Reply;

/** {@code log}: the end of a process's log, read with the caller's own rights. */
final class LogCommand implements Command {
    private static final String ALL = "--all";

    @Override
    public String arguments() {
        return "[id or name]...";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 log web", "pmon3 log -n 100 web", "pmon3 log -n +1 web", "pmon3 log --all web"};
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
        spec.addOption(Flags.onOff("first the rotated archives in full, oldest first", "-a", ALL));
        LogTargets.addLines(spec);
    }

    @Override
    public int run(Invocation invocation, Session session) {
        List<String> targets = Arguments.targets(invocation);
        Lines lines = LogTargets.lines(invocation);
        LogTargets found = LogTargets.ask(targets, session);
        LogOutput out = new LogOutput(session.terminal(), found.logs().size() > 1);
        LogPrinter printer = new LogPrinter(out, lines, invocation.typed().isOn(ALL));
        int status = found.exitStatus();
        for (Reply.LogPath log : found.logs()) {
            status = Math.max(status, printer.print(log));
        }
        return status;
    }
}
