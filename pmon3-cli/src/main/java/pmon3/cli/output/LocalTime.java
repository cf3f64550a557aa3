package pmon3.cli.output;

/** Stamps as people read them, {@code yyyy-MM-dd HH:mm:ss} in the caller's time zone. */
public final class LocalTime {
    private static final long MS_PER_SECOND = 1000;
    private static final int SECONDS_PER_DAY = 86_400;

    private final TimeZoneRules zone;
    private long lastDay;
    private String lastDate = "";

    public LocalTime(TimeZoneRules zone) {
        this.zone = zone;
    }

    /** @param epochMs milliseconds since 1970-01-01T00:00Z */
    public String of(long epochMs) {
        long utc = Math.floorDiv(epochMs, MS_PER_SECOND);
        long local = utc + zone.offsetSeconds(utc);
        int second = (int) Math.floorMod(local, (long) SECONDS_PER_DAY);
        StringBuilder text = new StringBuilder(19).append(date(Math.floorDiv(local, (long) SECONDS_PER_DAY)));
        padded(text, second / 3600).append(':');
        padded(text, second / 60 % 60).append(':');
        return padded(text, second % 60).toString();
    }

    /** Most rows of a table are of one day. */
    private String date(long day) {
        if (lastDate.isEmpty() || day != lastDay) {
            int[] date = CivilDate.ofEpochDay(day);
            StringBuilder text = new StringBuilder(11);
            padded(text.append(date[0]).append('-'), date[1]).append('-');
            lastDate = padded(text, date[2]).append(' ').toString();
            lastDay = day;
        }
        return lastDate;
    }

    private static StringBuilder padded(StringBuilder text, int number) {
        return (number < 10 ? text.append('0') : text).append(number);
    }
}
