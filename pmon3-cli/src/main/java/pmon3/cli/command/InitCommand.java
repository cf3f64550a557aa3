package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import pmon3.ipc.Request;

/** {@code init}: starts what is not running, and applies the process config. */
final class InitCommand implements Command {
    private static final String PROCESS_CONFIG_ONLY = "--process-config-only";
    private static final String BLOCKING = "--blocking";

    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String details() {
        return "Starts what is not running from the process config and the database, and applies what changed in the\n"
                + "process config. What runs is never restarted.";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 init", "pmon3 init --process-config-only"};
    }

    @Override
    public void addFlags(CommandSpec spec) {
        spec.addOption(Flags.onOff("answer only after all have been queued", "-b", BLOCKING));
        spec.addOption(Flags.onOff("only what the process config names", "-c", PROCESS_CONFIG_ONLY));
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.none(invocation);
        return session.show(new Request.Init(
                invocation.typed().isOn(PROCESS_CONFIG_ONLY), invocation.typed().isOn(BLOCKING)));
    }
}
