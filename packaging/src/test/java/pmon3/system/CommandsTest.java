package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command under each of its names, and the same command many times at once. */
class CommandsTest {
    private static final int TIMES = 20;

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private Ran exec(String name) {
        return pmond.run("exec", "/bin/sleep", "--name", name, "--args", "10000")
                .ok();
    }

    private static List<String> names(Ran ran) {
        return TableRow.parse(ran.out()).stream().map(TableRow::name).toList();
    }

    private static List<String> statuses(Ran ran) {
        return TableRow.parse(ran.out()).stream().map(TableRow::status).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec", "run"})
    void execStartsAProgramAndShowsAll(String word) {
        pmond.start();
        exec("first");
        Ran ran = pmond.run(word, "/bin/sleep", "--", "10 000", "").exited(1);
        assertThat(ran.err()).contains("sleep ended at once");
        pmond.run("del", "sleep").ok();
        ran = pmond.run(word, "/bin/sleep", "--", "10000").ok();
        assertThat(names(ran)).containsExactly("first", "sleep");
        TableRow row = pmond.row("sleep").orElseThrow();
        assertThat(Proc.of(row.pid()).orElseThrow().words()).containsExactly("sleep", "10000");
    }

    @Test
    void emptyNameIsNone() {
        pmond.start();
        assertThat(names(pmond.run("exec", "/bin/sleep", "--name", "", "--args", "10000")
                        .ok()))
                .containsExactly("sleep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "list"})
    void lsShowsAll(String word) {
        pmond.start();
        assertThat(names(pmond.run(word).ok())).isEmpty();
        assertThat(pmond.run(word).ok().out()).contains("│ID║Name");
        exec("a");
        exec("b");
        assertThat(names(pmond.run(word).ok())).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"desc", "show"})
    void descShowsWhatIsKnown(String word) {
        pmond.start();
        exec("a");
        Ran ran = pmond.run(word, "a").ok();
        List<String> properties = ran.lines().stream()
                .filter(line -> line.startsWith("│"))
                .map(line -> line.substring(1, line.indexOf('║')).strip())
                .toList();
        assertThat(properties)
                .containsExactly(
                        "property",
                        "status",
                        "id",
                        "name",
                        "pid",
                        "restarted",
                        "process",
                        "args",
                        "user",
                        "log",
                        "no-autorestart",
                        "created_at",
                        "updated_at",
                        "uptime",
                        "memory",
                        "cpu");
        assertThat(pmond.run(word, "1").ok().out()).contains("/bin/sleep");
    }

    @Test
    void stopShowsTheRowsItActedOn() {
        pmond.start();
        Stream.of("a", "b", "c").forEach(this::exec);
        Ran ran = pmond.run("stop", "1,c").ok();
        assertThat(names(ran)).containsExactly("a", "c");
        assertThat(statuses(ran)).containsOnly("stopped");
        assertThat(TableRow.parse(ran.out())).extracting(TableRow::pid).containsOnly(0);
        assertThat(names(pmond.run("stop", "b", "--force").ok())).containsExactly("b");
        assertThat(pmond.living()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"restart, 1", "start, 0"})
    void restartIsCountedAndStartIsNot(String word, int counted) {
        pmond.start();
        exec("a");
        exec("b");
        int before = pmond.row("a").orElseThrow().pid();
        Ran ran = pmond.run(word, "a").ok();
        assertThat(names(ran)).containsExactly("a", "b");
        TableRow after = TableRow.parse(ran.out()).get(0);
        assertThat(after.pid()).isNotEqualTo(before);
        assertThat(after.status()).isEqualTo("running");
        assertThat(after.restarts()).isEqualTo(counted);
        assertThat(Proc.lives(before)).isFalse();
        pmond.run("stop", "a").ok();
        assertThat(statuses(pmond.run(word, "a").ok())).containsOnly("running");
    }

    @Test
    void restartChangesTheDefinitionFirst() {
        pmond.start();
        exec("a");
        pmond.run("restart", "a", "--args", "20000", "-e", "COLOUR='light blue'", "-n")
                .ok();
        TableRow row = pmond.row("a").orElseThrow();
        Proc proc = Proc.of(row.pid()).orElseThrow();
        assertThat(proc.words()).containsExactly("a", "20000");
        assertThat(proc.environment()).contains("COLOUR=light blue\0");
        assertThat(pmond.run("desc", "a").ok().lines()).anyMatch(line -> line.matches("│no-autorestart +║true +│"));
    }

    @Test
    void resetZeroesTheCounts() {
        pmond.start();
        exec("a");
        exec("b");
        pmond.run("restart", "a", "b").ok();
        Ran one = pmond.run("reset", "a").ok();
        assertThat(TableRow.parse(one.out())).extracting(TableRow::restarts).containsExactly(0, 1);
        Ran all = pmond.run("reset").ok();
        assertThat(TableRow.parse(all.out())).extracting(TableRow::restarts).containsExactly(0, 0);
    }

    @Test
    void killStopsAllAndInitStartsAll() {
        pmond.start();
        exec("a");
        exec("b");
        assertThat(statuses(pmond.run("kill").ok())).containsExactly("stopped", "stopped");
        assertThat(pmond.run("kill").exited(1).err()).isEqualTo("could not find running processes\n");
        assertThat(statuses(pmond.run("init", "--blocking").ok())).containsExactly("running", "running");
        assertThat(statuses(pmond.run("kill", "--force").ok())).containsExactly("stopped", "stopped");
        assertThat(pmond.living()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"del", "delete"})
    void delShowsWhatIsGone(String word) {
        pmond.start();
        exec("a");
        exec("b");
        assertThat(names(pmond.run(word, "a").ok())).containsExactly("a");
        assertThat(names(pmond.run(word, "--force", "b").ok())).containsExactly("b");
        assertThat(pmond.ls()).isEmpty();
        assertThat(pmond.stored().rows()).isEmpty();
        assertThat(pmond.living()).isEmpty();
    }

    @Test
    void dropDeletesAll() {
        pmond.start();
        exec("a");
        exec("b");
        assertThat(names(pmond.run("drop").ok())).isEmpty();
        assertThat(pmond.run("drop").exited(1).err()).isEqualTo("there are no processes\n");
        assertThat(pmond.stored().rows()).isEmpty();
        assertThat(pmond.living()).isEmpty();
    }

    @Test
    void versionAndHelpNeedNoPmond() {
        String version = pmond.run("version").ok().out();
        assertThat(version).matches("pmon3 version \\S+\ncommit (\\S+, \\S+|unknown)\nJava .+\n");
        assertThat(pmond.run("--version").ok().out()).isEqualTo(version);
        assertThat(pmond.run("-v").ok().out()).isEqualTo(version);
        String help = pmond.run("help").ok().out();
        assertThat(help).contains("exec", "restart");
        assertThat(pmond.run("--help").ok().out()).isEqualTo(help);
        assertThat(pmond.run("help", "exec").ok().out())
                .isEqualTo(pmond.run("exec", "--help").ok().out())
                .contains("--env-vars");
    }

    @Test
    void execTwentyTimesAtOnceStartsOne() {
        pmond.start();
        List<Ran> ran = pmond.runAtOnce(TIMES, "exec", "/bin/sleep", "--name", "a", "--args", "10000");
        assertThat(ran).extracting(Ran::exit).contains(0).isSubsetOf(0, 1);
        assertThat(ran).filteredOn(one -> one.exit() == 0).hasSize(1);
        assertThat(pmond.ls()).hasSize(1);
        assertThat(pmond.row("a").orElseThrow().restarts()).isZero();
        assertThat(pmond.living()).hasSize(1);
    }

    @Test
    void restartTwentyTimesAtOnceRestartsOnce() {
        // So that all of them come while the first is still stopping it.
        pmond.config("stop_timeout", 8000)
                .config("wait.cmd_exec_response", 10_000)
                .start();
        String text = "#!/bin/bash\ntrap '' TERM\nwhile :; do sleep 1; done\n";
        pmond.run("exec", pmond.script("deaf", text).toString()).ok();
        List<Ran> ran = pmond.runAtOnce(TIMES, "restart", "deaf");
        assertThat(ran).extracting(Ran::exit).containsOnly(0);
        TableRow row = pmond.awaitStatus("deaf", "running");
        assertThat(row.restarts()).isEqualTo(1);
        assertThat(Proc.livingInSession(row.pid())).isNotEmpty();
        assertThat(pmond.living().stream().map(Proc::session).distinct()).containsExactly(row.pid());
    }

    @Test
    void stopAndDelTwentyTimesAtOnceAreDoneOnce() {
        pmond.start();
        exec("a");
        exec("b");
        List<Ran> stops = pmond.runAtOnce(TIMES, "stop", "a");
        assertThat(stops).extracting(Ran::exit).containsOnly(0);
        assertThat(pmond.row("a").orElseThrow().status()).isEqualTo("stopped");
        List<Ran> deletions = pmond.runAtOnce(TIMES, "del", "a");
        assertThat(deletions).extracting(Ran::exit).contains(0).isSubsetOf(0, 5);
        assertThat(pmond.ls()).extracting(TableRow::name).containsExactly("b");
        assertThat(pmond.living()).hasSize(1);
    }

    @Test
    void slowStopIsAnsweredInTimeAndToldAsUnfinished() {
        pmond.config("stop_timeout", 4000).config("wait.cmd_exec_response", 500).start();
        String text = "#!/bin/bash\ntrap '' TERM\nwhile :; do sleep 1; done\n";
        pmond.run("exec", pmond.script("deaf", text).toString()).ok();
        Ran ran = pmond.run("stop", "deaf").ok();
        assertThat(ran.took()).isLessThan(Duration.ofSeconds(3));
        assertThat(statuses(ran)).containsExactly("stopping");
        assertThat(ran.err()).startsWith("still awaited: deaf");
        assertThat(ran.err().lines()).hasSize(1);
        pmond.awaitStatus("deaf", "stopped");
    }
}
