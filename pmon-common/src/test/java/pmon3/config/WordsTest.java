package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class WordsTest {
    private static List<String> split(String text) {
        return Words.split("args", text);
    }

    @Test
    void blanksAndNewlinesSeparate() {
        assertThat(split("")).isEmpty();
        assertThat(split(" \t\n")).isEmpty();
        assertThat(split("a  b\tc\nd ")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void quotesKeepWhatIsInThem() {
        assertThat(split("'a b' \"c d\" e'f'\"g\"")).containsExactly("a b", "c d", "efg");
        assertThat(split("'' \"\" a''")).containsExactly("", "", "a");
        assertThat(split("'\"\\' \"'\"")).containsExactly("\"\\", "'");
    }

    @Test
    void aBackslashKeepsTheNextCharacter() {
        assertThat(split("a\\ b \\' \\\" \\\\ \\n")).containsExactly("a b", "'", "\"", "\\", "n");
        assertThat(split("\"\\\" \\\\ \\$ \\` \\n\"")).containsExactly("\" \\ $ ` \\n");
        assertThat(split("a\\\nb \"c\\\nd\"")).containsExactly("ab", "cd");
        assertThat(split("\\\n a")).containsExactly("a");
        assertThat(split("a\\")).containsExactly("a\\");
    }

    @Test
    void nothingIsExpandedAndNothingElseIsSpecial() {
        assertThat(split("$HOME `id` $(id) * ~ # a;b |c &d <e >f (g) {h,i} !j \"$k `l`\""))
                .containsExactly(
                        "$HOME", "`id`", "$(id)", "*", "~", "#", "a;b", "|c", "&d", "<e", ">f", "(g)", "{h,i}", "!j",
                        "$k `l`");
    }

    @Test
    void anUnbalancedQuoteIsNamedWithItsPosition() {
        assertThatThrownBy(() -> split("ab 'c d")).isInstanceOfSatisfying(PmonException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.FAILED);
            assertThat(e).hasMessageStartingWith("args: unbalanced quote ' at position 4");
        });
        assertThatThrownBy(() -> split("\"a\\\"")).hasMessageStartingWith("args: unbalanced quote \" at position 1");
    }

    @Test
    void aNulIsRefused() {
        assertThatThrownBy(() -> split("a\0")).hasMessageStartingWith("args: NUL character at position 2");
    }

    @Test
    void plainSplittingIsAtEverySingleSpace() {
        assertThat(Words.splitPlain("")).isEmpty();
        assertThat(Words.splitPlain("a  'b c")).containsExactly("a", "", "'b", "c");
    }

    @Test
    void whatWasTakenOverIsSplitPlainlyOnlyIfItsQuotesAreUnbalanced() {
        assertThat(Words.splitStored("args", "a 'b c'"))
                .isEqualTo(new Words.Split(List.of("a", "b c"), Optional.empty()));
        Words.Split split = Words.splitStored("args", "don't stop");
        assertThat(split.words()).containsExactly("don't", "stop");
        assertThat(split.warning()).hasValueSatisfying(line -> assertThat(line).contains("unbalanced quote"));
    }

    @Property
    void whatWasJoinedIsSplitIntoTheSame(@ForAll("words") List<String> words) {
        assertThat(split(Words.join(words))).isEqualTo(words);
    }

    @Provide
    Arbitrary<List<String>> words() {
        Arbitrary<String> any = Arbitraries.strings().all().excludeChars('\0').ofMaxLength(10);
        Arbitrary<String> awkward =
                Arbitraries.strings().withChars(" '\"\\\n\ta$#").ofMaxLength(10);
        return Arbitraries.oneOf(any, awkward).list().ofMaxSize(6);
    }

    @Property
    void plainListsMeanTheSameInBothWays(@ForAll("plainLists") String text) {
        assertThat(split(text)).isEqualTo(Words.splitPlain(text));
    }

    @Provide
    Arbitrary<String> plainLists() {
        return Arbitraries.strings()
                .withChars("ab1-=/.:,$*#@")
                .ofMinLength(1)
                .ofMaxLength(6)
                .list()
                .ofMaxSize(5)
                .map(words -> String.join(" ", words));
    }

    @Property(tries = 150)
    void aRealShellSplitsTheSame(@ForAll("shellTexts") String text) throws Exception {
        Optional<List<String>> ours;
        try {
            ours = Optional.of(split(text));
        } catch (PmonException e) {
            ours = Optional.empty();
        }
        assertThat(ours).isEqualTo(splitByShell(text));
    }

    @Property(tries = 50)
    void aRealShellUnderstandsWhatWasJoined(@ForAll("words") List<String> words) throws Exception {
        List<String> valid = new ArrayList<>(words);
        valid.removeIf(word -> !StandardCharsets.UTF_8.newEncoder().canEncode(word));
        assertThat(splitByShell(Words.join(valid))).contains(valid);
    }

    /** No character that a shell would expand or end a command at. */
    @Provide
    Arbitrary<String> shellTexts() {
        return Arbitraries.strings().withChars("aab1   \t''\"\"\\\\-=/.,:+%@_é").ofMaxLength(14);
    }

    /** What sh makes of the text as arguments; empty if it finds the quotes unbalanced. */
    private static Optional<List<String>> splitByShell(String text) throws IOException, InterruptedException {
        Process sh = new ProcessBuilder("sh")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = sh.getOutputStream()) {
            in.write(("printf '%s\\0' x " + text).getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (sh.waitFor() != 0) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(List.of(out.split("\0", -1)));
        return Optional.of(words.subList(1, words.size() - 1));
    }
}
