package pmon3.screen;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import pmon3.ipc.View;

/** How far local time is ahead of UTC. */
public interface TimeZoneRules {
    TimeZoneRules UTC = new FixedOffset(0);

    /** The zone that a client's {@link View} tells of; never fails. */
    static TimeZoneRules of(ByteBuffer zone) {
        byte[] bytes = new byte[zone.remaining()];
        zone.get(bytes);
        try {
            return TimeZoneFile.isOne(bytes)
                    ? new TimeZoneFile(bytes)
                    : PosixTimeZone.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException notUnderstood) {
            return UTC;
        }
    }

    /** Seconds to add to UTC at that moment, negative west of Greenwich. */
    int offsetSeconds(long epochSecond);

    /** The same offset at all times. */
    record FixedOffset(int seconds) implements TimeZoneRules {
        @Override
        public int offsetSeconds(long epochSecond) {
            return seconds;
        }
    }
}
