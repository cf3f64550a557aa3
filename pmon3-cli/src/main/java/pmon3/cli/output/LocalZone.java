package pmon3.cli.output;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import pmon3.cli.client.Surroundings;
import pmon3.ipc.View;

/** The caller's time zone, found as the C library finds it: TZ, else /etc/localtime, else UTC. */
public final class LocalZone {
    private static final String SYSTEM = "/etc/localtime";
    private static final String DATABASE = "/usr/share/zoneinfo/";
    private static final ByteBuffer UTC = ByteBuffer.allocate(0);

    private LocalZone() {}

    /** As {@link View} has it; not looked into here. */
    public static ByteBuffer of(Surroundings surroundings) {
        if (!surroundings.isSet("TZ")) {
            return file(SYSTEM, UTC);
        }
        String tz = surroundings.variable("TZ");
        String name = tz.startsWith(":") ? tz.substring(1) : tz;
        if (name.isEmpty() || name.length() > View.MAX_ZONE_BYTES) {
            return UTC;
        }
        ByteBuffer rule = ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1));
        return file(name.startsWith("/") ? name : DATABASE + name, rule);
    }

    private static ByteBuffer file(String path, ByteBuffer otherwise) {
        try (FileInputStream in = new FileInputStream(path)) {
            byte[] bytes = in.readNBytes(View.MAX_ZONE_BYTES + 1);
            return isZone(bytes) ? ByteBuffer.wrap(bytes) : otherwise;
        } catch (IOException e) {
            return otherwise;
        }
    }

    private static boolean isZone(byte[] bytes) {
        return bytes.length > 4
                && bytes.length <= View.MAX_ZONE_BYTES
                && bytes[0] == 'T'
                && bytes[1] == 'Z'
                && bytes[2] == 'i'
                && bytes[3] == 'f';
    }
}
