package pmon3.screen;

/**
 * A time zone as POSIX writes it in TZ, {@code CET-1CEST,M3.5.0,M10.5.0/3}: a standard offset and, where there is summer
 * time, the two rules of each year. Without rules the ones of the United States hold, as in the C library.
 */
final class PosixTimeZone implements TimeZoneRules {
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final String DEFAULT_RULES = ",M3.2.0,M11.1.0";

    private final String text;
    private int at;
    private final int standard;
    private final int summer;
    private YearlyMoment begin;
    private YearlyMoment end;

    private PosixTimeZone(String text) {
        this.text = text;
        skipAbbreviation();
        standard = -time();
        if (at == text.length()) {
            summer = standard;
            return;
        }
        skipAbbreviation();
        summer = at < text.length() && text.charAt(at) != ',' ? -time() : standard + SECONDS_PER_HOUR;
        if (at == text.length()) {
            PosixTimeZone rules = new PosixTimeZone("X0Y" + DEFAULT_RULES);
            begin = rules.begin;
            end = rules.end;
        } else {
            begin = moment();
            end = moment();
        }
    }

    /** @throws IllegalArgumentException if the text is no such rule */
    static TimeZoneRules parse(String text) {
        PosixTimeZone zone = new PosixTimeZone(text);
        if (zone.at != text.length()) {
            throw zone.wrong();
        }
        return zone;
    }

    @Override
    public int offsetSeconds(long epochSecond) {
        if (begin == null) {
            return standard;
        }
        int year = CivilDate.ofEpochDay(Math.floorDiv(epochSecond + standard, (long) SECONDS_PER_DAY))[0];
        long summerBegins = begin.localSecond(year) - standard;
        long summerEnds = end.localSecond(year) - summer;
        boolean isSummer = summerBegins < summerEnds
                ? epochSecond >= summerBegins && epochSecond < summerEnds
                : epochSecond >= summerBegins || epochSecond < summerEnds;
        return isSummer ? summer : standard;
    }

    private void skipAbbreviation() {
        int from = at;
        if (at < text.length() && text.charAt(at) == '<') {
            at = text.indexOf('>', at) + 1;
        } else {
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
        }
        if (at <= from) {
            throw wrong();
        }
    }

    /** Signed {@code h[:m[:s]]}, seconds. */
    private int time() {
        int sign = 1;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            sign = text.charAt(at++) == '-' ? -1 : 1;
        }
        int seconds = number() * SECONDS_PER_HOUR;
        for (int unit = 60; unit > 0 && at < text.length() && text.charAt(at) == ':'; unit /= 60) {
            at++;
            seconds += number() * unit;
        }
        return sign * seconds;
    }

    private YearlyMoment moment() {
        expect(',');
        char kind = at < text.length() ? text.charAt(at) : ' ';
        int first;
        int week = 0;
        int weekday = 0;
        if (kind == 'M') {
            at++;
            first = number();
            expect('.');
            week = number();
            expect('.');
            weekday = number();
        } else {
            at += kind == 'J' ? 1 : 0;
            first = number();
        }
        int time = 2 * SECONDS_PER_HOUR;
        if (at < text.length() && text.charAt(at) == '/') {
            at++;
            time = time();
        }
        return new YearlyMoment(kind, first, week, weekday, time);
    }

    private void expect(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            throw wrong();
        }
        at++;
    }

    private int number() {
        int from = at;
        int value = 0;
        while (at < text.length() && at - from < 4 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            value = value * 10 + text.charAt(at++) - '0';
        }
        if (at == from) {
            throw wrong();
        }
        return value;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not a time zone: " + text);
    }

    /**
     * @param kind M: week 1..5 (5 is the last) of month {@code first}; J: day {@code first} of 1..365, never the leap day;
     *     else day {@code first} of 0..365
     */
    private record YearlyMoment(char kind, int first, int week, int weekday, int time) {
        long localSecond(int year) {
            return epochDay(year) * SECONDS_PER_DAY + time;
        }

        private long epochDay(int year) {
            long newYear = CivilDate.toEpochDay(year, 1, 1);
            if (kind == 'M') {
                return weekdayOfMonth(year);
            }
            if (kind == 'J') {
                boolean leap = CivilDate.toEpochDay(year + 1, 1, 1) - newYear == 366;
                return newYear + first - 1 + (leap && first > 59 ? 1 : 0);
            }
            return newYear + first;
        }

        private long weekdayOfMonth(int year) {
            long month = CivilDate.toEpochDay(year, first, 1);
            long next = first == 12 ? CivilDate.toEpochDay(year + 1, 1, 1) : CivilDate.toEpochDay(year, first + 1, 1);
            long day = month + Math.floorMod(weekday - CivilDate.weekday(month), 7) + (week - 1) * 7L;
            return day >= next ? day - 7 : day;
        }
    }
}
