package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FlaglessWordsTest {
    @Property(tries = 200)
    void wordsWithoutFlagsMeanTheSameToTheParser(@ForAll List<String> words) {
        String[] typed = words.toArray(String[]::new);
        FlaglessWords flagless = FlaglessWords.of(typed);
        if (flagless == null) {
            assertThat(words).anyMatch(word -> word.startsWith("-"));
            return;
        }
        Typed parsed = ParsedWords.of(CommandName.EXEC, new ExecCommand(), typed);

        assertThat(flagless.arguments()).isEqualTo(parsed.arguments());
        assertThat(flagless.hasEndOfFlags()).isEqualTo(parsed.hasEndOfFlags());
        assertThat(flagless.isHelpWanted()).isEqualTo(parsed.isHelpWanted());
        assertThat(flagless.onOff("--no-autorestart")).isEqualTo(parsed.onOff("--no-autorestart"));
        assertThat(flagless.text("--args")).isEqualTo(parsed.text("--args"));
        assertThat(flagless.list("--groups")).isEqualTo(parsed.list("--groups"));
    }
}
