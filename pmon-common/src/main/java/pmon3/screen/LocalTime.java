package pmon3.screen;

/** Stamps as people read them, {@code yyyy-MM-dd HH:mm:ss} in the caller's time zone. */
public final class LocalTime {
    private static final long MS_PER_SECOND = 1000;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_DAY = 1_440;
    private static final String[] TWO_DIGITS = twoDigits();

    private final TimeZoneRules zone;
    private long lastMinute;
    private String lastMinuteText = "";

    public LocalTime(TimeZoneRules zone) {
        this.zone = zone;
    }

    /** @param epochMs milliseconds since 1970-01-01T00:00Z */
    public String of(long epochMs) {
        long utc = Math.floorDiv(epochMs, MS_PER_SECOND);
        long local = utc + zone.offsetSeconds(utc);
        long minute = Math.floorDiv(local, (long) SECONDS_PER_MINUTE);
        int second = (int) (local - minute * SECONDS_PER_MINUTE);
        return upToMinute(minute).concat(TWO_DIGITS[second]);
    }

    /** Most rows of a table are of a few minutes. */
    private String upToMinute(long minute) {
        if (lastMinuteText.isEmpty() || minute != lastMinute) {
            int[] date = CivilDate.ofEpochDay(Math.floorDiv(minute, (long) MINUTES_PER_DAY));
            int ofDay = (int) Math.floorMod(minute, (long) MINUTES_PER_DAY);
            lastMinuteText = date[0] + "-" + TWO_DIGITS[date[1]] + "-" + TWO_DIGITS[date[2]] + " "
                    + TWO_DIGITS[ofDay / 60] + ":" + TWO_DIGITS[ofDay % 60] + ":";
            lastMinute = minute;
        }
        return lastMinuteText;
    }

    private static String[] twoDigits() {
        String[] texts = new String[60];
        for (int number = 0; number < texts.length; number++) {
            texts[number] = number < 10 ? "0" + number : Integer.toString(number);
        }
        return texts;
    }
}
