package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.cli.ClientRun;
import pmon3.cli.GoldenFile;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

class CompletionScriptTest {
    private static String script(String shell) {
        ClientRun client = new ClientRun().run("completion", shell);
        assertThat(client.status()).isZero();
        assertThat(client.pmond.wasNotAsked()).isTrue();
        return client.out();
    }

    @ParameterizedTest
    @CsvSource({"bash, pmon3.bash", "zsh, _pmon3", "fish, pmon3.fish"})
    void theFilesAreWhatTheCommandTreeGives(String shell, String file) throws IOException {
        GoldenFile.check("completion/" + file, script(shell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyCommandAndFlagIsInIt(String shell) {
        String script = script(shell);
        for (CommandName name : CommandName.values()) {
            assertThat(script).contains("'" + name.path() + "'").contains(name.alias());
            if (!name.hasSubcommands()) {
                ParsedWords.specOf(name, name.create())
                        .options()
                        .forEach(option -> assertThat(script)
                                .contains(CompletionScript.longName(option).substring(2)));
            }
        }
        assertThat(script).doesNotContain("@TABLE@", "@NAMES@", "@WORDS@");
    }

    @Test
    void noScriptEvaluatesText() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            List<String> code = script(shell)
                    .lines()
                    .filter(line -> !line.stripLeading().startsWith("#"))
                    .toList();
            assertThat(code).noneMatch(line -> line.contains("eval ") || line.contains("compgen"));
        }
    }

    @Test
    void bashGetsOneFunction() {
        assertThat(script("bash").lines().filter(line -> line.startsWith("complete")))
                .containsExactly("complete -F _pmon3 pmon3");
    }

    @Test
    void anUnknownShellIsRefused() {
        assertThat(new ClientRun().run("completion", "csh").err())
                .isEqualTo(
                        "there is a completion for bash, zsh and fish, none for 'csh'; see 'pmon3 completion --help'\n");
        assertThat(new ClientRun().run("completion").err())
                .isEqualTo("completion needs one shell: bash, zsh or fish; see 'pmon3 completion --help'\n");
    }

    private static ClientRun asked(String kind) {
        ClientRun client = new ClientRun();
        client.pmond.answers(
                new Reply.KnownName(false, 1, "$(touch${IFS}pwned)"),
                new Reply.KnownName(false, 2, "two\nlines"),
                new Reply.KnownName(false, 3, "\u202efdp.exe"),
                new Reply.KnownName(false, 4, "we\u200bb"),
                new Reply.KnownName(true, 7, "front"),
                new Reply.Done(0));
        return client.run("__complete", kind);
    }

    @Test
    void namesComeWithTheirIdsAndThoseThatBreakTheRulesOrMisleadAreLeftOut() {
        assertThat(asked("processes").out()).isEqualTo("1\t$(touch${IFS}pwned)\n2\t\n3\t\n4\t\n");
        assertThat(asked("groups").out()).isEqualTo("7\tfront\n");
        assertThat(asked("groups").pmond.asked()).isEqualTo(new Request.KnownNames());
    }

    @Test
    void nothingIsSaidWherePmondIsDown() {
        ClientRun client = new ClientRun();
        client.pmond.isDown();
        client.run("__complete", "processes");
        assertThat(client.out()).isEmpty();
        assertThat(client.err()).isEmpty();
    }

    @Test
    void theHelpersOwnCommandIsNotShown() {
        assertThat(new ClientRun().run("--help").out()).doesNotContain("__complete");
        assertThat(new ClientRun().run("__complet").err()).doesNotContain("did you mean");
    }
}
