package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/** {@code version}, {@code --version} and {@code -v}. */
final class VersionCommand implements Command {
    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 version"};
    }

    @Override
    public boolean hasJson() {
        return false;
    }

    @Override
    public void addFlags(CommandSpec spec) {
        // It has none.
    }

    @Override
    public int run(Invocation invocation, Session session) {
        Arguments.none(invocation);
        return Dispatcher.print(session, Version.current().text());
    }
}
