package pmon3.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code help}: the page of the program, or of a command. */
final class HelpCommand implements Command {
    @Override
    public String arguments() {
        return "[command]";
    }

    @Override
    public String[] examples() {
        return new String[] {"pmon3 help", "pmon3 help exec", "pmon3 help group assign"};
    }

    @Override
    public Completes[] completes() {
        return new Completes[] {Completes.COMMANDS};
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
        List<String> words = invocation.typed().arguments();
        if (words.isEmpty()) {
            return Dispatcher.print(session, HelpPage.ofProgram());
        }
        CommandName name = null;
        for (String word : words) {
            if (name != null && !name.hasSubcommands()) {
                throw new UsageException("help takes one command");
            }
            name = Dispatcher.named(name, word);
        }
        return Dispatcher.print(session, name.hasSubcommands() ? HelpPage.above(name) : HelpPage.of(name));
    }
}
