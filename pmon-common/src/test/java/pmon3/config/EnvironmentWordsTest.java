package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentWordsTest {
    @Test
    void wordsAreKeysAndValues() {
        assertThat(EnvironmentWords.parse("A=1 B='two words' C= D=x=y A=2"))
                .containsExactly(entry("A", "2"), entry("B", "two words"), entry("C", ""), entry("D", "x=y"));
        assertThat(EnvironmentWords.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "=1", "A=1 ''", "A=1\0", "A='1"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> EnvironmentWords.parse(text)).hasMessageStartingWith("env-vars: ");
    }

    @Test
    void ofWhatWasTakenOverTheRestStillCounts() {
        EnvironmentWords.Stored stored = EnvironmentWords.parseStored("A=don't  B=2 C");
        assertThat(stored.variables()).containsExactly(entry("A", "don't"), entry("B", "2"));
        assertThat(stored.warning())
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("unbalanced quote", "'C' is not of the form KEY=value")
                        .doesNotContain("\n"));
        assertThat(EnvironmentWords.parseStored("A=1").warning()).isEmpty();
    }
}
