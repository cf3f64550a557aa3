package pmon3.screen;

/** Numbers as the tables show them, without the cost of a formatter. */
public final class Numbers {
    private static final long BYTES_PER_MB = 1 << 20;
    private static final long HALF_MB = BYTES_PER_MB / 2;
    /** What is less is rounded to nothing, and most processes use less. */
    private static final double LEAST_SHOWN = 0.05;

    private static final long MS_PER_SECOND = 1000;

    private Numbers() {}

    /** {@code 10.4 MB}; one MB is 2^20 bytes. */
    public static String megabytes(long bytes) {
        long tenths = bytes > 0 ? (bytes * 10 + HALF_MB) / BYTES_PER_MB : 0;
        return tenths(tenths) + " MB";
    }

    /** {@code 0.3%}. */
    public static String percent(double value) {
        return value < LEAST_SHOWN ? "0.0%" : oneDecimal(value) + "%";
    }

    /** {@code 2d 3h 4m 5s}, from the first unit that is not zero on. */
    public static String duration(long ms) {
        long seconds = Math.max(ms, 0) / MS_PER_SECOND;
        StringBuilder text = new StringBuilder();
        if (seconds >= 86_400) {
            text.append(seconds / 86_400).append("d ");
        }
        if (seconds >= 3_600) {
            text.append(seconds / 3_600 % 24).append("h ");
        }
        if (seconds >= 60) {
            text.append(seconds / 60 % 60).append("m ");
        }
        return text.append(seconds % 60).append('s').toString();
    }

    /** {@code 0.3}; never negative. */
    public static String oneDecimal(double value) {
        return tenths(value > 0 ? Math.round(value * 10) : 0);
    }

    private static String tenths(long tenths) {
        return tenths / 10 + "." + tenths % 10;
    }
}
