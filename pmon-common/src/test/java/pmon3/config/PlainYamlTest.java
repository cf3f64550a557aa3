package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.model.PmonException;

class PlainYamlTest {
    /** Lines much like those of a config.yml, in any order and indent. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> line = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of("a:", "b:", "c: # note", "d: ", "  e:", "  f:", "    g:", "   h:")),
                Tuple.of(4, Arbitraries.of("a: 1", "b: x y", "  c: /dev/shm/", "  d: 0770 # octal", "    e: \"q\"")),
                Tuple.of(
                        3,
                        Arbitraries.of("", "# c", "   # c", "  ", "f: 'q' # c", "  g: 'q'x", "h: \"a'b\"", "i: a#b")),
                Tuple.of(1, Arbitraries.of("j : 1", "k:1", "l: a: b", "m: b:", "- n", "o: [1]", "p: 'a''b'", "q: |")),
                Tuple.of(
                        1,
                        Arbitraries.of("word", "  word", "r: \"a\\n\"", "---", "...", "s: &x 1", "t: *x", "u: \"\"#")),
                Tuple.of(
                        1,
                        Arbitraries.of("v: -5", "w: .5", "x: +1", "y: ~", "z: @", "1: 2", "\ta: 1", "a: \t1", "é: 1")),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withChars("ab:#'\" -\\[{,&*!|>%@`?/.~")
                                .ofMaxLength(8)));
        return line.list().ofMaxSize(8).map(lines -> String.join("\n", lines));
    }

    @Property(tries = 3000)
    void answersOnlyWhatTheFullParserAnswers(@ForAll("texts") String text) {
        Optional<ConfigNode> plain = PlainYaml.read(text);
        if (plain.isPresent()) {
            assertThat(YamlReader.read("f", text)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1",
                "a:\n  b: 2\n  c:\nd: x",
                "a:\n    b:\n        c: 'x'\n",
                "  a: 1\n  b: 2",
                "a: x # y\n\n# z"
            })
    void readsPlainFiles(String text) {
        assertThat(PlainYaml.read(text)).isEqualTo(YamlReader.read("f", text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: 1\n  b: 2", "a: 1\na: 2", "a: b\n  c", "  a: 1\nb: 2", "a: [", "a: \"", "a: 'x' y"})
    void leavesMistakesToTheFullParser(String text) {
        assertThat(PlainYaml.read(text)).isEmpty();
    }

    @Property(tries = 1000)
    void noTextBreaksTheFullParser(@ForAll("texts") String text) {
        try {
            assertThat(YamlReader.read("f", text)).isNotNull();
        } catch (PmonException e) {
            assertThat(e.getMessage()).startsWith("f, line ").doesNotContain("\n");
        }
    }
}
