package pmon3.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/** One subcommand. Everything but the flags is known without picocli. */
public interface Command {
    /** The arguments as the usage line shows them; empty if there are none. */
    String arguments();

    /** What the help says beyond the summary; empty if nothing. */
    default String details() {
        return "";
    }

    /** Command lines that a user may copy. */
    String[] examples();

    /** Whether it prints a table or details, which {@code --json} turns into a document. */
    default boolean hasJson() {
        return true;
    }

    /** What each argument is completed to, the last also where more follow; empty if it has none. */
    default Completes[] completes() {
        return new Completes[0];
    }

    /** Adds the flags, in the order of the help. */
    void addFlags(CommandSpec spec);

    /**
     * @return the exit status
     * @throws pmon3.model.PmonException if it could not be done; USAGE if the command line is wrong
     */
    int run(Invocation invocation, Session session);

    /**
     * What was typed.
     *
     * @param word the command's name or alias, as typed
     * @param typed flags and arguments
     */
    record Invocation(String word, Typed typed) {}
}
