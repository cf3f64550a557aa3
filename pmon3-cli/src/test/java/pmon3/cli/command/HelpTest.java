package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.cli.ClientRun;

/**
 * Each help text against the file in {@code resources/pmon3/cli/help}; with {@code -Dpmon3.help.write=FOLDER} the files are
 * written instead.
 */
class HelpTest {
    private static final int WIDEST_LINE = 120;

    private static String golden(String name) throws IOException {
        try (InputStream in = HelpTest.class.getResourceAsStream("/pmon3/cli/help/" + name + ".txt")) {
            assertThat(in).as("golden help of " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void check(String name, String page) throws IOException {
        String folder = System.getProperty("pmon3.help.write");
        if (folder != null) {
            Files.writeString(Path.of(folder, name + ".txt"), page);
        } else {
            assertThat(page).isEqualTo(golden(name));
        }
    }

    @ParameterizedTest
    @EnumSource(CommandName.class)
    void eachCommandHasItsPageUnderEachOfItsNames(CommandName name) throws IOException {
        String page = new ClientRun().run("help", name.word()).out();
        check(name.word(), page);
        assertThat(page.lines()).allMatch(line -> line.length() <= WIDEST_LINE);
        assertThat(new ClientRun().run(name.word(), "--help").out()).isEqualTo(page);
        assertThat(new ClientRun().run(name.word(), "-h").out()).isEqualTo(page);
        assertThat(new ClientRun().run("-h", name.word()).out()).isEqualTo(page);
        if (!name.alias().isEmpty()) {
            assertThat(new ClientRun().run(name.alias(), "x", "--help").out()).isEqualTo(page);
        }
    }

    @Test
    void theProgramsPageListsTheCommands() throws IOException {
        ClientRun client = new ClientRun().run();
        check("pmon3", client.out());
        assertThat(client.status()).isZero();
        for (CommandName name : CommandName.values()) {
            assertThat(client.out()).contains("\n  " + name.word() + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "-h", "--help"})
    void theProgramsPageIsShownHoweverItIsAskedFor(String word) {
        assertThat(new ClientRun().run(word).out())
                .isEqualTo(new ClientRun().run().out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-v"})
    void theVersionIsTheBuilds(String word) {
        ClientRun client = new ClientRun().run(word);
        assertThat(client.out()).matches("pmon3 version [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n");
        assertThat(client.status()).isZero();
        assertThat(client.pmond.wasNotAsked()).isTrue();
    }

    @Test
    void aFlagBeforeHelpDoesNotHideIt() {
        assertThat(new ClientRun().run("stop", "-f", "web", "-h").out()).startsWith("Stop a process by id or name\n");
        assertThat(new ClientRun().run("exec", "x", "--", "-h").out()).isEmpty();
    }
}
