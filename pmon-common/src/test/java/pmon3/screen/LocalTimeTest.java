package pmon3.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

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
            @ForAll("zones") String zone, @ForAll @LongRange(min = YEAR_1971, max = YEAR_2200) long epochMs)
            throws IOException {
        Path file = Path.of("/usr/share/zoneinfo", zone);
        Assume.that(Files.exists(file));
        TimeZoneRules rules = TimeZoneRules.of(ByteBuffer.wrap(Files.readAllBytes(file)));

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
    void whatIsNoTimeZoneIsUtc() {
        for (String nonsense : new String[] {"", ":", "Nowhere/Land", "CET-", "CET-1CEST,M3", "TZif2", "TZif", "日本"}) {
            ByteBuffer bytes = ByteBuffer.wrap(nonsense.getBytes(StandardCharsets.UTF_8));
            assertThat(TimeZoneRules.of(bytes).offsetSeconds(0)).as(nonsense).isZero();
        }
    }

    /** Any client may send any bytes. */
    @Property
    void whateverTheBytesAreEveryMomentHasAStamp(
            @ForAll("files") byte[] bytes, @ForAll @LongRange(min = -YEAR_2200, max = YEAR_2200) long epochMs) {
        TimeZoneRules zone = TimeZoneRules.of(ByteBuffer.wrap(bytes));

        assertThat(new LocalTime(zone).of(epochMs)).matches("-?[0-9]+-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}");
    }

    /** Those of Berlin with some bytes changed or its end cut off, and rules with some letters changed. */
    @Provide
    Arbitrary<byte[]> files() throws IOException {
        byte[] berlin = Files.readAllBytes(Path.of("/usr/share/zoneinfo/Europe/Berlin"));
        byte[] rule = "CET-1CEST,M3.5.0/2:30,J300/3".getBytes(StandardCharsets.US_ASCII);
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        return Arbitraries.oneOf(any, changed(berlin), changed(rule));
    }

    private static Arbitrary<byte[]> changed(byte[] bytes) {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, bytes.length - 1);
        return Combinators.combine(places.list().ofMaxSize(4), Arbitraries.bytes(), places)
                .as((changed, value, cut) -> {
                    byte[] copy = Arrays.copyOf(bytes, cut % 3 == 0 ? cut : bytes.length);
                    changed.stream().filter(at -> at < copy.length).forEach(at -> copy[at] = value);
                    return copy;
                });
    }
}
