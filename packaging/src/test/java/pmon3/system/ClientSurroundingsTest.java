package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client wherever it is typed: on terminals, in scripts, under any locale. */
class ClientSurroundingsTest {
    private static final String ESCAPE = "\u001b[";
    private static final String GREEN = "\u001b[1;38;2;22;255;22m";
    private static final String NAME = "wörk-日本-é";

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @BeforeEach
    void oneProcessRuns() {
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", NAME, "--args", "10000").ok();
    }

    /** The client through a shell, which sees it as $0. */
    private Command shell(String line, String... more) {
        Command client = pmond.client(more);
        List<String> words = new ArrayList<>(List.of("sh", "-c", line));
        words.addAll(client.words());
        return new Command(words, client.environment(), client.folder(), client.limit());
    }

    private Command onTerminal(String line) {
        Command client = pmond.client();
        String program = client.words().get(client.words().size() - 1);
        return new Command(
                List.of("script", "-qec", line.replace("pmon3", program), "/dev/null"),
                client.environment(),
                client.folder(),
                client.limit());
    }

    @Test
    void worksWithoutATerminalAndWithoutAnyInput() {
        Ran plain = shell("exec setsid -w \"$0\" \"$@\" <&-", "ls").run().ok();
        assertThat(TableRow.parse(plain.out())).extracting(TableRow::name).containsExactly(NAME);
        Ran mute = shell("exec setsid -w \"$0\" \"$@\" <&- 2>&-", "ls").run().ok();
        assertThat(TableRow.parse(mute.out())).hasSize(1);
        shell("exec setsid -w \"$0\" \"$@\" <&- >&- 2>&-", "reset").run().ok();
    }

    @Test
    void writesPlainTextIntoAPipe() {
        Ran ran = shell("\"$0\" \"$@\" | cat", "ls").run().ok();
        assertThat(ran.out()).doesNotContain(ESCAPE);
        assertThat(TableRow.parse(ran.out())).hasSize(1);
    }

    @Test
    void keepsSilentWhenItsReaderHasEnough() {
        Ran ran = shell("\"$0\" \"$@\" | true; \"$0\" \"$@\" | head -n 1", "ls")
                .run()
                .ok();
        assertThat(ran.out().lines()).hasSize(1);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void hasColoursOnATerminalAlone() {
        assertThat(onTerminal("pmon3 ls").with("TERM", "xterm").run().ok().out())
                .contains(GREEN + "running");
        assertThat(onTerminal("pmon3 desc 1").with("TERM", "xterm").run().ok().out())
                .contains(GREEN + "running");
    }

    @ParameterizedTest
    @CsvSource({"NO_COLOR, 1", "TERM, dumb"})
    void hasNoColoursWhereTheyAreNotWanted(String variable, String value) {
        Ran ran = onTerminal("pmon3 ls")
                .with("TERM", "xterm")
                .with(variable, value)
                .run()
                .ok();
        assertThat(ran.out()).doesNotContain(ESCAPE).contains(NAME);
    }

    @Test
    void tableIsNotCutToANarrowTerminal() {
        Ran ran = onTerminal("stty cols 20 rows 5; pmon3 ls")
                .with("NO_COLOR", "1")
                .run()
                .ok();
        assertThat(TableRow.parse(ran.out())).extracting(TableRow::status).containsExactly("running");
    }

    @ParameterizedTest
    @CsvSource({"LANG, C", "LC_ALL, C", "LC_ALL, POSIX", "LANG, nosuch_LOCALE"})
    void textsAreUtf8WhateverTheLocale(String variable, String value) {
        Command base = pmond.client("exec", "/bin/sleep", "--name", "zwölf-☃", "--args", "10000 'ü ü'");
        base.without("LANG").with(variable, value).run().exited(1);
        pmond.run("del", "zwölf-☃").ok();

        Ran exec = pmond.client("exec", "/bin/sleep", "--name", "zwölf-☃", "--args", "10000")
                .without("LANG")
                .with(variable, value)
                .run()
                .ok();
        assertThat(TableRow.parse(exec.out())).extracting(TableRow::name).containsExactly(NAME, "zwölf-☃");
        Ran desc = pmond.client("desc", "zwölf-☃")
                .without("LANG")
                .with(variable, value)
                .run()
                .ok();
        assertThat(desc.out()).contains("│name           ║zwölf-☃");
        TableRow row = pmond.row("zwölf-☃").orElseThrow();
        assertThat(Proc.of(row.pid()).orElseThrow().words()).containsExactly("zwölf-☃", "10000");
        pmond.client("stop", "zwölf-☃")
                .without("LANG")
                .with(variable, value)
                .run()
                .ok();
    }

    @Test
    void pmondUnderAnotherLocaleKeepsNamesAndHandsItsLocaleOn() {
        pmond.stop();
        pmond.environment("LANG", "C").environment("LC_ALL", "C").start();
        TableRow row = pmond.awaitStatus(NAME, "running");
        Proc proc = Proc.of(row.pid()).orElseThrow();
        assertThat(proc.words()).containsExactly(NAME, "10000");
        assertThat(proc.environment()).contains("LC_ALL=C\0").doesNotContain("LC_ALL=C.UTF-8");
        assertThat(pmond.logFile(NAME)).exists();
    }

    @Test
    void invalidUtf8IsRefused() {
        Ran ran = shell("\"$0\" \"$@\" \"$(printf 'caf\\351')\"", "stop").run().exited(2);
        assertThat(ran.err()).contains("UTF-8");
    }
}
