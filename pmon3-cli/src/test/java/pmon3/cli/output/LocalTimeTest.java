package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import pmon3.cli.FakeSurroundings;

class LocalTimeTest {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final long YEAR_1971 = 31_536_000_000L;
    private static final long YEAR_2200 = 7_258_118_400_000L;

    /** Zones with summer time north and south of the equator, none, odd offsets, and a negative one (Dublin). */
    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(
                "Europe/Berlin",
                "Europe/Dublin",
                "America/New_York",
                "America/St_Johns",
                "America/Sao_Paulo",
                "Australia/Lord_Howe",
                "Australia/Sydney",
                "Asia/Kolkata",
                "Asia/Tokyo",
                "Pacific/Apia",
                "Pacific/Chatham",
                "UTC");
    }

    @Property
    void stampsAgreeWithTheJdksOwnZones(
            @ForAll("zones") String zone, @ForAll @LongRange(min = YEAR_1971, max = YEAR_2200) long epochMs) {
        Assume.that(Files.exists(Path.of("/usr/share/zoneinfo", zone)));
        TimeZoneRules rules = LocalZone.of(new FakeSurroundings().with("TZ", zone));

        String expected = STAMP.format(Instant.ofEpochMilli(epochMs).atZone(ZoneId.of(zone)));
        assertThat(new LocalTime(rules).of(epochMs)).isEqualTo(expected);
    }

    @Property
    void aPosixRuleSaysTheSameAsTheZoneThatItDescribes(
            @ForAll @LongRange(min = 1_000_000_000_000L, max = YEAR_2200) long epochMs) {
        TimeZoneRules berlin = PosixTimeZone.parse("CET-1CEST,M3.5.0,M10.5.0/3");

        String expected = STAMP.format(Instant.ofEpochMilli(epochMs).atZone(ZoneId.of("Europe/Berlin")));
        assertThat(new LocalTime(berlin).of(epochMs)).isEqualTo(expected);
    }

    @Example
    void offsetsOfEveryFormAreUnderstood() {
        assertThat(PosixTimeZone.parse("UTC0").offsetSeconds(0)).isZero();
        assertThat(PosixTimeZone.parse("<+0530>-5:30").offsetSeconds(0)).isEqualTo(19_800);
        assertThat(PosixTimeZone.parse("EST5EDT").offsetSeconds(1_751_328_000)).isEqualTo(-4 * 3600);
        assertThat(PosixTimeZone.parse("EST5EDT").offsetSeconds(1_735_689_600)).isEqualTo(-5 * 3600);
        assertThat(PosixTimeZone.parse("A0B,J60/0,J61/0").offsetSeconds(1_709_251_200))
                .isEqualTo(3600);
    }

    @Example
    void whatIsNoTimeZoneIsUtc() throws IOException {
        for (String nonsense : new String[] {"", ":", "Nowhere/Land", "../../../etc/passwd", "CET-", "CET-1CEST,M3"}) {
            assertThat(LocalZone.of(new FakeSurroundings().with("TZ", nonsense)).offsetSeconds(0))
                    .as(nonsense)
                    .isZero();
        }
        Path cutShort = Files.createTempFile("zone", "");
        Files.write(cutShort, new byte[] {'T', 'Z', 'i', 'f', '2'});
        assertThat(LocalZone.of(new FakeSurroundings().with("TZ", cutShort.toString()))
                        .offsetSeconds(0))
                .isZero();
        Files.delete(cutShort);
    }
}
