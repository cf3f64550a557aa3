package pmon3.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The kinds of flags that the subcommands have. */
final class Flags {
    static final String FORCE = "--force";

    private Flags() {}

    /** A flag that is on when named; {@code =false} switches it off. Never takes the next word. */
    static OptionSpec onOff(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .converters(new OnOffWord())
                .description(description)
                .build();
    }

    static OptionSpec text(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** May be repeated, and each value may be a comma list. */
    static OptionSpec list(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    static void addForce(CommandSpec spec, String description) {
        spec.addOption(onOff(description, "-f", FORCE));
    }
}
