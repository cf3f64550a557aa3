package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22 21:41:37.122050178 +0000 UTC, 2026-11-22T21:41:37.122050178Z",
        "2026-11-22 21:41:37.122050178 +0000 UTC m=+0.288077829, 2026-11-22T21:41:37.122050178Z",
        "2026-11-22 21:41:37.122050178 +0000 UTC m=-3.1, 2026-11-22T21:41:37.122050178Z",
        "2026-11-22 21:41:41.14017819 +0000 UTC, 2026-11-22T21:41:41.140178190Z",
        "2026-11-22 21:41:37 +0000 UTC, 2026-11-22T21:41:37Z",
        "2026-07-01 23:41:37.5 +0200 CEST, 2026-07-01T21:41:37.5Z",
        "2026-07-01 21:11:37.5 -0330 -0330, 2026-07-02T00:41:37.5Z",
        "2026-07-01 21:41:37.5 -03 m=+1.0, ",
        "2026-07-01 18:41:37 -0300 -03 m=+1.5, 2026-07-01T21:41:37Z",
        "2026-11-22 21:41:37, 2026-11-22T21:41:37Z",
        "2026-11-22 23:41:37.5+02:00, 2026-11-22T21:41:37.5Z",
        "2026-11-22T21:41:37.5Z, 2026-11-22T21:41:37.5Z",
        "0001-01-01 00:00:00 +0000 UTC, 0001-01-01T00:00:00Z",
    })
    void theGoProgramsTimesAreRead(String text, Instant time) {
        assertThat(GoTime.read(text).orElse(null)).isEqualTo(time);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "1763847697",
                "2026-13-01 00:00:00 +0000 UTC",
                "2026-02-30 00:00:00",
                "2026-11-22"
            })
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(GoTime.read(text)).isEmpty();
    }

    @Test
    void aTimeIsWrittenLikeTheGoProgramWritesIt() {
        assertThat(GoTime.write(Instant.parse("2026-11-22T21:41:41.140178190Z")))
                .isEqualTo("2026-11-22 21:41:41.14017819 +0000 UTC");
        assertThat(GoTime.write(Instant.parse("2026-11-22T21:41:41Z"))).isEqualTo("2026-11-22 21:41:41 +0000 UTC");
    }

    @Property
    void whatIsWrittenIsReadBack(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
            @ForAll @LongRange(min = 0, max = 999_999_999L) long nano) {
        Instant time = Instant.ofEpochSecond(second, nano);
        assertThat(GoTime.read(GoTime.write(time))).contains(time);
    }

    @Test
    void aTextThatSaysTheSameIsKept() {
        String text = "2026-11-22 23:41:37.5 +0200 CEST m=+1.5";
        assertThat(GoTime.keep(text, Instant.parse("2026-11-22T21:41:37.5Z"))).isEqualTo(text);
        assertThat(GoTime.keep("soon", GoTime.UNKNOWN)).isEqualTo("soon");
        assertThat(GoTime.keep(text, Instant.parse("2026-11-22T21:41:38Z"))).isEqualTo("2026-11-22 21:41:38 +0000 UTC");
    }
}
