package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.model.PmonException;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"web", "a", "web-1", "1a", "日本", "a.b", "...", "e\u0301", "😀", "a=b;c&d"})
    void ordinaryNamesAreAllowed(String name) {
        assertThat(Names.problem("process", name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "'' | is empty",
                "-a | dash",
                ". | folder",
                ".. | folder",
                "12 | digits only",
                "a/b | slash",
                "a,b | comma",
                "'a b' | white space",
                "'a\u2003b' | white space",
                "'a\u00a0b' | white space",
                "'a\u0085b' | control character",
                "'a\u001bb' | control character",
                "'a\u007fb' | control character",
                "'a\u001cb' | control character"
            },
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true)
    void eachBrokenRuleIsNamedInOneLine(String name, String rule) {
        assertThatThrownBy(() -> Names.require("group", name))
                .isInstanceOf(PmonException.class)
                .hasMessageStartingWith("group name '")
                .hasMessageContaining(rule);
    }

    @Test
    void lengthIsCountedInBytes() {
        assertThat(Names.problem("process", "é".repeat(100))).isEmpty();
        assertThat(Names.problem("process", "é".repeat(100) + "a"))
                .hasValueSatisfying(line -> assertThat(line).contains("201 bytes"));
        assertThat(Names.problem("process", "😀".repeat(50))).isEmpty();
        assertThat(Names.problem("process", "😀".repeat(51))).isPresent();
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(Names.problem("process", "a\ud83d")).isPresent();
        assertThat(Names.problem("process", "\ude00a")).isPresent();
    }

    @Property
    void anAllowedNameSurvivesUtf8AndAnErrorIsOnePrintableLine(@ForAll String name) {
        var problem = Names.problem("process", name);
        if (problem.isEmpty()) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            assertThat(bytes.length).isBetween(1, Names.MAX_BYTES);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(name);
        } else {
            assertThat(problem.get().chars()).noneMatch(Character::isISOControl);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(problem.get()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "007,7", "9223372036854775807,9223372036854775807"})
    void digitsAreAnId(String text, long id) {
        assertThat(Names.isId(text)).isTrue();
        assertThat(Names.id(text)).hasValue(id);
    }

    @Test
    void anIdThatIsTooLargeNamesNothing() {
        assertThat(Names.isId("9223372036854775808")).isTrue();
        assertThat(Names.id("9223372036854775808")).isEmpty();
        assertThat(Names.id("99999999999999999999999")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1a", "-1", "+1", " 1", "1 ", "٣"})
    void anythingElseIsNoId(String text) {
        assertThat(Names.isId(text)).isFalse();
        assertThat(Names.id(text)).isEmpty();
    }
}
