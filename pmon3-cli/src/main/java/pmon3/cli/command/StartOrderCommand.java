package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code dgraph}: the order in which all would be started. */
final class StartOrderCommand implements Command {
    private static final String PROCESS_CONFIG_ONLY = "--process-config-only";

    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String details() {
        return "Starts nothing. Refused if the process config has a mistake.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 dgraph", "pmon3 dgraph --process-config-only"};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        spec.addOption(Flags.onOff("only what the process config names", "-c", PROCESS_CONFIG_ONLY));
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.none(invocation);
        return session.show(new Request.StartOrder(invocation.typed().isOn(PROCESS_CONFIG_ONLY)));
    }
}
