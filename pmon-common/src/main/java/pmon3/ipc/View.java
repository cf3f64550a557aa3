package pmon3.ipc;

import java.nio.ByteBuffer;

/**
 * What the drawing of an answer depends on, besides the answer.
 *
 * @param coloured whether the text is for a terminal that shows colours
 * @param zone the caller's time zone: the bytes of its TZif file (RFC 8536), else a rule as POSIX has it in TZ; what is
 *     neither, and nothing at all, is UTC
 */
public record View(boolean coloured, ByteBuffer zone) {
    /** Of a zone; the largest of those that systems have is 4 KiB. */
    public static final int MAX_ZONE_BYTES = 16 * 1024;

    /** @throws IllegalArgumentException if the zone is larger than {@link #MAX_ZONE_BYTES} */
    public View {
        if (zone.remaining() > MAX_ZONE_BYTES) {
            throw new IllegalArgumentException("a time zone of " + zone.remaining() + " bytes");
        }
        zone = zone.slice();
    }

    @Override
    public ByteBuffer zone() {
        return zone.duplicate();
    }
}
