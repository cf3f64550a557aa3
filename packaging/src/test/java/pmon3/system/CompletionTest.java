package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The completion scripts in real interactive shells, in which somebody types and presses TAB. */
class CompletionTest {
    private static final String HOSTILE = "$(touch${IFS}pwned)";
    private static final String HOSTILE_QUOTED = "\\$\\(touch\\$\\{IFS\\}pwned\\)";
    private static final String[][] TYPED_AND_COMPLETED = {
        {"kil", "kill"},
        {"sto", "stop"},
        {"exec --no-a", "exec --no-autorestart"},
        {"stop \\$", "stop " + HOSTILE_QUOTED},
        {"stop web,wo", "stop web,worker:1"},
        {"stop worker:", "stop worker:1"},
        {"desc 'we", "desc 'web'"},
        {"restart --dependencies wo", "restart --dependencies worker:1"},
        {"exec --dependencies=web,wo", "exec --dependencies=web,worker:1"},
        {"exec -g fr", "exec -g front"},
        {"exec --user nob", "exec --user nobody"},
        {"exec --log=/etc/hostn", "exec --log=/etc/hostname"},
        {"exec /etc/hostn", "exec /etc/hostname"},
        {"group des", "group desc"},
        {"group desc fr", "group desc front"},
        {"groups assign front wo", "groups assign front worker:1"},
        {"help group as", "help group assign"},
        {"completion z", "completion zsh"},
        {"export -o upd", "export -o updated_at"},
    };

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private Path home;

    @BeforeEach
    void startProcesses() throws IOException {
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", HOSTILE, "--", "1000").ok();
        pmond.run("exec", "/bin/sleep", "--name", "web", "--", "1000").ok();
        pmond.run("exec", "/bin/sleep", "--name", "worker:1", "-g", "front", "--", "1000")
                .ok();
        home = Files.createDirectory(pmond.folder().resolve("home"));
    }

    private Screen open(String shell) throws IOException {
        Path scripts = Tree.forEveryone().resolve("completion");
        Command environment = Command.of(shell)
                .with("PATH", Tree.forEveryone() + "/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .with("PMON3_CONF", pmond.configFile().toString())
                .with("HOME", home.toString())
                .in(home);
        Screen screen = switch (shell) {
            case "bash" -> {
                Path start =
                        Files.writeString(home.resolve("bashrc"), "source '" + scripts.resolve("pmon3.bash") + "'\n");
                yield Screen.bash(home, start, environment);
            }
            case "zsh" -> {
                Files.writeString(
                        home.resolve(".zshrc"),
                        "PS1='READY> '\nfpath=('" + scripts + "' $fpath)\nautoload -U compinit\ncompinit -u\n");
                yield Screen.of(environment);
            }
            default -> {
                Path folder = Files.createDirectories(home.resolve(".config/fish/completions"));
                // Else fish's first start fills it from all man pages, by a process of its own that outlives fish.
                Files.createDirectories(home.resolve(".local/share/fish/generated_completions"));
                Files.copy(scripts.resolve("pmon3.fish"), folder.resolve("pmon3.fish"));
                Files.writeString(
                        home.resolve(".config/fish/config.fish"),
                        "function fish_prompt; echo -n 'READY> '; end\nfunction fish_greeting; end\n"
                                // What it suggests in grey would look typed.
                                + "set -g fish_autosuggestion_enabled 0\n");
                yield Screen.of(environment);
            }
        };
        return screen.awaitLastLine("READY>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void aTabCompletesAndRunsNothing(String shell) throws IOException {
        try (Screen screen = open(shell)) {
            for (String[] pair : TYPED_AND_COMPLETED) {
                screen.type("pmon3 " + pair[0]).awaitLastLine("READY> pmon3 " + pair[0]);
                screen.press("Tab").awaitLastLine("READY> pmon3 " + pair[1]);
                screen.press("C-u").awaitLastLine("READY>");
            }
            screen.type("pmon3 desc \\$(").press("Tab").press("C-u").awaitLastLine("READY>");
            screen.type("pmon3 desc \\$").press("Tab").awaitLastLine("READY> pmon3 desc " + HOSTILE_QUOTED);
            screen.press("Enter").awaitText("║" + HOSTILE + " ");
        }
        assertThat(home.resolve("pwned")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void nothingIsSaidWherePmondIsDown(String shell) throws IOException {
        try (Screen screen = open(shell)) {
            pmond.stop();
            screen.type("pmon3 stop w").awaitLastLine("READY> pmon3 stop w");
            // The next key is read when the completion is over.
            screen.press("Tab").type("x").awaitLastLine("READY> pmon3 stop wx");
            assertThat(screen.text().lines().filter(line -> !line.isBlank())).hasSize(1);
        }
    }
}
