package pmon3.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Words with flags among them, parsed by picocli. */
final class ParsedWords implements Typed {
    static final String JSON = "--json";

    private static final String END_OF_FLAGS = "--";

    static {
        // Converters for dates and databases, which no flag here has, would load 150 classes.
        System.setProperty("picocli.converters.excludes", ".*");
    }

    private final ParseResult result;

    private ParsedWords(ParseResult result) {
        this.result = result;
    }

    /** @throws UsageException if the words do not fit the command's flags */
    static ParsedWords of(CommandName name, Command command, String[] words) {
        CommandSpec spec = specOf(name, command);
        spec.addPositional(PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .index("0..*")
                .arity("0..*")
                .build());
        CommandLine line = new CommandLine(spec);
        line.setExpandAtFiles(false);
        line.setInterpolateVariables(false);
        line.setOverwrittenOptionsAllowed(true);
        line.setAllowOptionsAsOptionParameters(true);
        try {
            return new ParsedWords(line.parseArgs(words));
        } catch (ParameterException e) {
            throw ParseErrors.explained(e);
        }
    }

    /** The command with its flags, as parser and help see it. */
    static CommandSpec specOf(CommandName name, Command command) {
        CommandSpec spec = CommandSpec.create().name("pmon3 " + name.path());
        command.addFlags(spec);
        if (command.hasJson()) {
            spec.addOption(Flags.onOff("print one JSON document instead of tables", JSON));
        }
        return spec.addOption(OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("help for " + name.path())
                .build());
    }

    @Override
    public List<String> arguments() {
        return result.matchedPositionalValue(0, List.of());
    }

    @Override
    public boolean hasEndOfFlags() {
        return result.originalArgs().contains(END_OF_FLAGS);
    }

    @Override
    public boolean isHelpWanted() {
        return result.isUsageHelpRequested();
    }

    @Override
    public Optional<Boolean> onOff(String flag) {
        return Optional.ofNullable(result.matchedOptionValue(flag, null));
    }

    @Override
    public Optional<String> text(String flag) {
        return Optional.ofNullable(result.matchedOptionValue(flag, null));
    }

    @Override
    public Optional<List<String>> list(String flag) {
        List<String> values = result.matchedOptionValue(flag, null);
        if (values == null) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (String value : values) {
            Arguments.addCommaList(value, words);
        }
        return Optional.of(words);
    }
}
