package pmon3.daemon.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as the Go program stores them: the text of Go's {@code time.Time}, such as
 * {@code 2026-11-22 21:41:37.122050178 +0000 UTC m=+0.288}. The part from {@code m=} on is a monotonic reading that means
 * nothing to others. ISO 8601 and SQLite's own form are read as well; a text without a zone is UTC.
 */
final class GoTime {
    /** Stands for a time that cannot be read. */
    static final Instant UNKNOWN = Instant.EPOCH;

    private static final Pattern SHAPE =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)"
                    + "(?: ?(Z|[+-]\\d\\d:?\\d\\d)(?: [A-Za-z+-][A-Za-z0-9+-]*)?)?(?: m=[+-][0-9.]+)?");

    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral(" +0000 UTC")
            .toFormatter(Locale.ROOT);

    private GoTime() {}

    static String write(Instant time) {
        return WRITTEN.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    static Optional<Instant> read(String text) {
        Matcher parts = SHAPE.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.parse(parts.group(1) + "T" + parts.group(2));
            ZoneOffset zone = parts.group(3) == null ? ZoneOffset.UTC : ZoneOffset.of(parts.group(3));
            return Optional.of(local.toInstant(zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The text to store for this time: the one that stands there if it says the same, so that nothing changes for nothing. */
    static String keep(String stored, Instant time) {
        return read(stored).orElse(UNKNOWN).equals(time) ? stored : write(time);
    }

    /** Whether two stored texts, either of which may be NULL, say the same: the Go program drops m= when it writes again. */
    static boolean same(String one, String other) {
        return Objects.equals(one, other) || read(one).isPresent() && read(one).equals(read(other));
    }
}
