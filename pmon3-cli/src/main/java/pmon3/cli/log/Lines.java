package pmon3.cli.log;

import java.util.Optional;

/**
 * Which lines of a log are wanted, as {@code tail -n} takes it.
 *
 * @param fromStart whether {@code count} is the number of the first line wanted (0 and 1 are the whole log), else how many
 *     of the last
 */
public record Lines(boolean fromStart, long count) {
    public static final String DEFAULT = "10";

    private static final int MOST_DIGITS = 18;

    /** {@code K} or {@code +K}; empty if the text is neither. */
    public static Optional<Lines> parse(String text) {
        boolean fromStart = text.startsWith("+");
        int from = fromStart ? 1 : 0;
        if (text.length() == from || text.length() > from + MOST_DIGITS) {
            return Optional.empty();
        }
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        return Optional.of(new Lines(fromStart, Long.parseLong(text, from, text.length(), 10)));
    }
}
