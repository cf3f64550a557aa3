package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private static String outOf(String... words) {
        return new ClientRun().run(words).out();
    }

    /** The words and, behind the command's own, more. */
    private static String[] words(String first, String path, String... more) {
        List<String> words = new ArrayList<>(first.isEmpty() ? List.of() : List.of(first));
        words.addAll(List.of(path.split(" ")));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @ParameterizedTest
    @EnumSource(CommandName.class)
    void eachCommandHasItsPageUnderEachOfItsNames(CommandName name) throws IOException {
        String page = outOf(words("help", name.path()));
        check(name.path().replace(' ', '-'), page);
        assertThat(page.lines()).allMatch(line -> line.length() <= WIDEST_LINE);
        assertThat(outOf(words("", name.path(), "--help"))).isEqualTo(page);
        assertThat(outOf(words("", name.path(), "-h"))).isEqualTo(page);
        assertThat(outOf(words("-h", name.path()))).isEqualTo(page);
        if (!name.alias().isEmpty()) {
            String path = name.path().replaceFirst("[a-z]+$", name.alias());
            assertThat(outOf(words("", path, "--help"))).isEqualTo(page);
            assertThat(name.hasSubcommands() ? page : outOf(words("", path, "x", "--help")))
                    .isEqualTo(page);
        }
    }

    @Test
    void theProgramsPageListsTheCommands() throws IOException {
        ClientRun client = new ClientRun().run();
        check("pmon3", client.out());
        assertThat(client.status()).isZero();
        for (CommandName name : CommandName.values()) {
            if (name.parent() == null) {
                assertThat(client.out()).contains("\n  " + name.word() + " ");
            }
        }
    }

    @Test
    void groupAloneShowsItsPage() {
        ClientRun client = new ClientRun().run("groups");
        assertThat(client.out()).isEqualTo(outOf("help", "group"));
        assertThat(client.status()).isZero();
        assertThat(client.pmond.wasNotAsked()).isTrue();
        assertThat(outOf("group", "-h", "show", "x")).isEqualTo(outOf("help", "group", "desc"));
        assertThat(outOf("groups", "list", "-h")).isEqualTo(outOf("help", "groups", "ls"));
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
        assertThat(client.out())
                .matches("pmon3 version [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n"
                        + "commit ([0-9a-f]{12}(\\+changes)?, [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z|unknown)\n"
                        + "Java [0-9]+[^ ]*, .+\n");
        assertThat(client.status()).isZero();
        assertThat(client.pmond.wasNotAsked()).isTrue();
    }

    @Test
    void aFlagBeforeHelpDoesNotHideIt() {
        assertThat(new ClientRun().run("stop", "-f", "web", "-h").out()).startsWith("Stop a process by id or name\n");
        assertThat(new ClientRun().run("exec", "x", "--", "-h").out()).isEmpty();
    }
}
