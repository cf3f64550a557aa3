package pmon3.screen;

import java.nio.charset.StandardCharsets;

/**
 * A compiled time zone (TZif, RFC 8536): transitions, and the rule that holds after the last of them. Its bytes are what
 * some client sent: all that is wrong with them is found when they are read.
 */
final class TimeZoneFile implements TimeZoneRules {
    private static final int HEADER_BYTES = 44;
    private static final int TYPE_BYTES = 6;
    private static final int MAGIC = 'T' << 24 | 'Z' << 16 | 'i' << 8 | 'f';

    private final byte[] bytes;
    private int timeBytes;
    private int transitions;
    private int transitionsAt;
    private int indicesAt;
    private int typesAt;
    private int types;
    private TimeZoneRules after;

    /** @throws IllegalArgumentException if the bytes are no such file */
    TimeZoneFile(byte[] bytes) {
        this.bytes = bytes;
        if (bytes.length < HEADER_BYTES || !isOne(bytes)) {
            throw new IllegalArgumentException("not a time zone file");
        }
        int afterFirst = locate(0, 4);
        if (bytes[4] >= '2') {
            int footer = locate(afterFirst, 8) + 1;
            after = footerRule(footer);
        }
        if (typesAt + types * TYPE_BYTES > bytes.length) {
            throw new IllegalArgumentException("time zone file cut short");
        }
        checkTypes();
    }

    private void checkTypes() {
        int highest = 0;
        for (int i = 0; i < transitions; i++) {
            highest = Math.max(highest, bytes[indicesAt + i] & 0xff);
        }
        if (highest >= types) {
            throw new IllegalArgumentException("unknown type in a time zone file");
        }
    }

    /** By its first bytes. */
    static boolean isOne(byte[] bytes) {
        return bytes.length >= Integer.BYTES && number(bytes, 0, 4) == MAGIC;
    }

    /** Finds the parts of one of the file's two blocks; returns where it ends. */
    private int locate(int header, int bytesPerTime) {
        int utcFlags = count(header + 20);
        int standardFlags = count(header + 24);
        int leaps = count(header + 28);
        transitions = count(header + 32);
        types = count(header + 36);
        int abbreviationBytes = count(header + 40);
        timeBytes = bytesPerTime;
        transitionsAt = header + HEADER_BYTES;
        indicesAt = transitionsAt + transitions * bytesPerTime;
        typesAt = indicesAt + transitions;
        return typesAt + types * TYPE_BYTES + abbreviationBytes + leaps * (bytesPerTime + 4) + standardFlags + utcFlags;
    }

    private int count(int at) {
        if (at + 4 > bytes.length) {
            throw new IllegalArgumentException("time zone file cut short");
        }
        long count = number(at, 4);
        if (count < 0 || count > bytes.length) {
            throw new IllegalArgumentException("impossible count in a time zone file");
        }
        return (int) count;
    }

    private TimeZoneRules footerRule(int from) {
        int to = from;
        while (to < bytes.length && bytes[to] != '\n') {
            to++;
        }
        return to <= from ? null : PosixTimeZone.parse(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
    }

    @Override
    public int offsetSeconds(long epochSecond) {
        int passed = transitionsUntil(epochSecond);
        if (passed == transitions && after != null) {
            return after.offsetSeconds(epochSecond);
        }
        int type = passed == 0 ? 0 : bytes[indicesAt + passed - 1] & 0xff;
        return (int) number(typesAt + type * TYPE_BYTES, 4);
    }

    private int transitionsUntil(long epochSecond) {
        int low = 0;
        int high = transitions;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (number(transitionsAt + middle * timeBytes, timeBytes) <= epochSecond) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A signed big-endian number. */
    private long number(int at, int length) {
        return number(bytes, at, length);
    }

    private static long number(byte[] bytes, int at, int length) {
        long value = bytes[at];
        for (int i = 1; i < length; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }
}
