package pmon3.cli.output;

import java.io.FileInputStream;
import java.io.IOException;
import pmon3.cli.client.Surroundings;

/** The caller's time zone, found as the C library finds it: TZ, else /etc/localtime, else UTC. */
public final class LocalZone {
    private static final String SYSTEM = "/etc/localtime";
    private static final String DATABASE = "/usr/share/zoneinfo/";
    private static final int LARGEST_FILE_BYTES = 1 << 20;

    private LocalZone() {}

    public static TimeZoneRules of(Surroundings surroundings) {
        if (!surroundings.isSet("TZ")) {
            return file(SYSTEM, TimeZoneRules.UTC);
        }
        String tz = surroundings.variable("TZ");
        String name = tz.startsWith(":") ? tz.substring(1) : tz;
        if (name.isEmpty()) {
            return TimeZoneRules.UTC;
        }
        TimeZoneRules named = file(name.startsWith("/") ? name : DATABASE + name, null);
        return named != null ? named : posix(name);
    }

    private static TimeZoneRules posix(String text) {
        try {
            return PosixTimeZone.parse(text);
        } catch (IllegalArgumentException e) {
            return TimeZoneRules.UTC;
        }
    }

    private static TimeZoneRules file(String path, TimeZoneRules otherwise) {
        try (FileInputStream in = new FileInputStream(path)) {
            return new TimeZoneFile(in.readNBytes(LARGEST_FILE_BYTES));
        } catch (IOException | IllegalArgumentException e) {
            return otherwise;
        }
    }
}
