package pmon3.screen;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TextTest {
    @Property
    void whatIsShownNeverHoldsAControlCharacter(@ForAll String text) {
        assertThat(Escapes.shown(text).chars().anyMatch(Character::isISOControl))
                .isFalse();
    }

    @Example
    void charactersThatCouldFoolAReaderAreEscaped() {
        assertThat(Escapes.shown("a\u001b]0;x\u0007b")).isEqualTo("a\\x1b]0;x\\x07b");
        assertThat(Escapes.shown("a\r\n\tb\u007f\u0085")).isEqualTo("a\\r\\n\\tb\\x7f\\u0085");
        assertThat(Escapes.shown("a\u202eb\u2066c\u2028")).isEqualTo("a\\u202eb\\u2066c\\u2028");
        assertThat(Escapes.shown("we\u200bb\u2060\ufeff\u3164")).isEqualTo("we\\u200bb\\u2060\\ufeff\\u3164");
        assertThat(Escapes.shown("a\ud83d")).isEqualTo("a\\ud83d");
        assertThat(Escapes.shown("\ude80a")).isEqualTo("\\ude80a");
    }

    @Example
    void harmlessTextStaysAsItIs() {
        for (String text : new String[] {"", "web-1", "C:\\new", "日本 e\u0301 🚀 👩\u200d💻", "\u00a0"}) {
            assertThat(Escapes.shown(text)).isSameAs(text);
        }
    }

    @Example
    void columnsAreCountedAsATerminalDoes() {
        assertThat(DisplayWidth.of("")).isZero();
        assertThat(DisplayWidth.of("abc")).isEqualTo(3);
        assertThat(DisplayWidth.of("größe")).isEqualTo(5);
        assertThat(DisplayWidth.of("日本語")).isEqualTo(6);
        assertThat(DisplayWidth.of("한글")).isEqualTo(4);
        assertThat(DisplayWidth.of("\u1112\u1161\u11ab")).isEqualTo(2);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("🚀x")).isEqualTo(3);
        assertThat(DisplayWidth.of("a\u200bb")).isEqualTo(2);
        assertThat(DisplayWidth.of("ｆｕｌｌ")).isEqualTo(8);
        assertThat(DisplayWidth.of("⟳→✓")).isEqualTo(3);
    }

    @Example
    void numbersAreWrittenAsTheTablesShowThem() {
        assertThat(Numbers.megabytes(0)).isEqualTo("0.0 MB");
        assertThat(Numbers.megabytes(10_905_190)).isEqualTo("10.4 MB");
        assertThat(Numbers.megabytes(-1)).isEqualTo("0.0 MB");
        assertThat(Numbers.percent(99.96)).isEqualTo("100.0%");
        assertThat(Numbers.percent(Double.NaN)).isEqualTo("0.0%");
        assertThat(Numbers.duration(999)).isEqualTo("0s");
        assertThat(Numbers.duration(61_000)).isEqualTo("1m 1s");
        assertThat(Numbers.duration(86_400_000L * 400)).isEqualTo("400d 0h 0m 0s");
    }
}
