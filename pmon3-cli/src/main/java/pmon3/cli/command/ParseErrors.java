package pmon3.cli.command;

import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the parser found wrong, in one line of ours. */
final class ParseErrors {
    private ParseErrors() {}

    static UsageException explained(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return new UsageException(
                    "unknown flag: " + unmatched.getUnmatched().get(0), e);
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return new UsageException(
                    "flag needs a value: " + nameOf(missing.getMissing().get(0)), e);
        }
        if (e.getArgSpec() != null && e.getValue() != null) {
            return new UsageException(
                    "flag " + nameOf(e.getArgSpec()) + " is either true or false, not '" + e.getValue() + "'", e);
        }
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return new UsageException(end < 0 ? message : message.substring(0, end), e);
    }

    private static String nameOf(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }
}
