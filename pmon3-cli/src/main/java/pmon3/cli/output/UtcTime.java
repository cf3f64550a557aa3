package pmon3.cli.output;

import pmon3.screen.LocalTime;
import pmon3.screen.TimeZoneRules;

/** Stamps as programs read them: RFC 3339 in UTC with milliseconds. */
final class UtcTime {
    private static final long MS_PER_SECOND = 1000;

    private UtcTime() {}

    static String of(long epochMs) {
        StringBuilder text = new StringBuilder(new LocalTime(TimeZoneRules.UTC).of(epochMs));
        text.setCharAt(text.indexOf(" "), 'T');
        long ms = Math.floorMod(epochMs, MS_PER_SECOND);
        text.append('.').append(ms / 100).append(ms / 10 % 10).append(ms % 10);
        return text.append('Z').toString();
    }
}
