package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** pmond killed with -9 and started again: what it keeps lives on, once. */
class CrashOfPmondTest {
    private static final String SLEEP = "/bin/sleep";
    private static final Duration SETTLED = Duration.ofSeconds(20);

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @Test
    void everyProcessKeepsItsPidAndItsRestartsAndStaysStopped() {
        pmond.start();
        exec("kept");
        exec("counted");
        exec("stopped");
        exec("once", "-n");
        pmond.run("stop", "stopped").ok();
        pmond.run("restart", "counted").ok();
        pmond.run("restart", "counted").ok();
        Map<String, TableRow> before = rows();
        assertThat(before.get("counted").restarts()).isEqualTo(2);

        for (int crash = 1; crash <= 3; crash++) {
            crashAndStart();
            Map<String, TableRow> after = rows();
            assertThat(after.keySet()).isEqualTo(before.keySet());
            for (String name : List.of("kept", "counted", "once")) {
                assertThat(after.get(name).pid())
                        .as(name)
                        .isEqualTo(before.get(name).pid());
                assertThat(after.get(name).restarts())
                        .as(name)
                        .isEqualTo(before.get(name).restarts());
                assertThat(after.get(name).status()).isEqualTo("running");
                assertThat(pmond.instances(name)).hasSize(1);
            }
            assertThat(after.get("stopped").status()).isEqualTo("stopped");
            assertThat(pmond.instances("stopped")).isEmpty();
        }
    }

    @Test
    void adoptedOnesAreRestartedWhenTheyDie() {
        pmond.start();
        exec("web");
        int first = pid("web");
        crashAndStart();
        Proc.signal(first, Proc.SIGKILL);
        TableRow again = awaitOtherPid("web", first);
        assertThat(again.restarts()).isEqualTo(1);
        assertThat(pmond.instances("web")).extracting(Proc::pid).containsExactly(again.pid());
    }

    @Test
    void adoptedOnesAreStoppedWithAllTheirMembers() {
        pmond.config("stop_timeout", 1000).start();
        String text = "#!/bin/bash\ntrap '' TERM\nset -m\nsleep 10001 &\nsleep 10002 &\nwait\n";
        pmond.run("exec", pmond.script("tree", text).toString()).ok();
        int leader = pid("tree");
        Await.until("all members", SETTLED, () -> Proc.livingInSession(leader).size() == 3);
        crashAndStart();
        assertThat(pid("tree")).isEqualTo(leader);
        pmond.run("stop", "tree").ok();
        assertThat(Proc.livingInSession(leader)).isEmpty();
        assertThat(pmond.row("tree").orElseThrow().status()).isEqualTo("stopped");
    }

    @Test
    void adoptedOnesAreRestartedByCommand() {
        pmond.start();
        exec("web");
        int first = pid("web");
        crashAndStart();
        pmond.run("restart", "web").ok();
        assertThat(pmond.instances("web")).hasSize(1);
        assertThat(pid("web")).isNotEqualTo(first);
    }

    @Test
    void whatDiedMeanwhileIsStartedAgainOrFailed() {
        pmond.start();
        exec("web");
        exec("once", "-n");
        int web = pid("web");
        int once = pid("once");
        pmond.kill();
        Proc.signal(web, Proc.SIGKILL);
        Proc.signal(once, Proc.SIGKILL);
        Await.until("their ends", SETTLED, () -> !Proc.lives(web) && !Proc.lives(once));
        pmond.start();
        awaitOtherPid("web", web);
        assertThat(pmond.instances("web")).hasSize(1);
        assertThat(pmond.awaitStatus("once", "failed").pid()).isZero();
        assertThat(pmond.instances("once")).isEmpty();
    }

    @Test
    void stopThatWasUnderWayIsCarriedOn() {
        pmond.config("stop_timeout", 60_000).config("wait.cmd_exec_response", 0).start();
        String text = "#!/bin/bash\ntrap '' TERM\nwhile :; do sleep 1; done\n";
        pmond.run("exec", pmond.script("deaf", text).toString()).ok();
        int leader = pmond.awaitStatus("deaf", "running").pid();
        pmond.run("stop", "deaf").ok();
        assertThat(pmond.row("deaf").orElseThrow().status()).isEqualTo("stopping");
        pmond.kill();
        assertThat(Proc.lives(leader)).isTrue();
        pmond.config("stop_timeout", 500).start();
        pmond.awaitStatus("deaf", "stopped");
        assertThat(Proc.livingInSession(leader)).isEmpty();
    }

    @Test
    void restartThatWasUnderWayIsCarriedOn() {
        pmond.config("stop_timeout", 60_000).config("wait.cmd_exec_response", 0).start();
        String text = "#!/bin/bash\ntrap '' TERM\nwhile :; do sleep 1; done\n";
        pmond.run("exec", pmond.script("deaf", text).toString()).ok();
        int leader = pmond.awaitStatus("deaf", "running").pid();
        pmond.run("restart", "deaf").ok();
        pmond.kill();
        pmond.config("stop_timeout", 500).start();
        TableRow again = awaitOtherPid("deaf", leader);
        assertThat(again.restarts()).isEqualTo(1);
        assertThat(Proc.livingInSession(leader)).isEmpty();
    }

    @Test
    void deletionThatWasUnderWayIsCarriedOn() {
        pmond.config("stop_timeout", 60_000).config("wait.cmd_exec_response", 0).start();
        String text = "#!/bin/bash\ntrap '' TERM\nwhile :; do sleep 1; done\n";
        pmond.run("exec", pmond.script("deaf", text).toString()).ok();
        int leader = pmond.awaitStatus("deaf", "running").pid();
        pmond.run("del", "deaf").ok();
        pmond.kill();
        pmond.config("stop_timeout", 500).start();
        Await.until("the deletion", SETTLED, () -> pmond.row("deaf").isEmpty());
        assertThat(Proc.livingInSession(leader)).isEmpty();
        assertThat(pmond.stored().rows()).isEmpty();
    }

    @Test
    void pmondThatWasKilledWhileItStartedDoublesNothing() {
        pmond.start();
        List<String> names = List.of("a", "b", "c");
        names.forEach(this::exec);
        Map<String, TableRow> before = rows();
        // Later and later within its start: from the shell launcher to the first look at the processes.
        for (int afterMs = 0; afterMs <= 600; afterMs += 60) {
            pmond.kill();
            long killAt = System.nanoTime() + Duration.ofMillis(afterMs).toNanos();
            pmond.launch();
            Await.until("the moment to kill", SETTLED, () -> System.nanoTime() >= killAt);
        }
        pmond.kill();
        pmond.start();
        names.forEach(name -> assertThat(pmond.instances(name))
                .extracting(Proc::pid)
                .containsExactly(before.get(name).pid()));
        assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("running");
    }

    @Test
    void pmondThatEndsWithHandleInterruptsOffLeavesAllAliveAndTakesThemUpAgain() {
        pmond.config("handle_interrupts", false).start();
        exec("web");
        int first = pid("web");
        assertThat(pmond.stop()).isZero();
        assertThat(Proc.lives(first)).isTrue();
        pmond.start();
        assertThat(pid("web")).isEqualTo(first);
        assertThat(pmond.instances("web")).hasSize(1);
    }

    @Test
    void pmondThatEndsStopsAllAndStartsThemWithItself() {
        pmond.start();
        exec("web");
        exec("once", "-n");
        exec("stopped");
        pmond.run("stop", "stopped").ok();
        assertThat(pmond.stop()).isZero();
        assertThat(pmond.living()).isEmpty();
        pmond.start();
        pmond.awaitStatus("web", "running");
        pmond.awaitStatus("once", "running");
        assertThat(pmond.row("stopped").orElseThrow().status()).isEqualTo("stopped");
    }

    private void crashAndStart() {
        pmond.kill();
        pmond.start();
    }

    private void exec(String name, String... flags) {
        List<String> words = new java.util.ArrayList<>(List.of("exec", SLEEP, "--name", name, "--args", "10000"));
        words.addAll(List.of(flags));
        pmond.run(words.toArray(String[]::new)).ok();
    }

    private int pid(String name) {
        return pmond.row(name).orElseThrow().pid();
    }

    private TableRow awaitOtherPid(String name, int pid) {
        return pmond.awaitRow(
                name, "has another pid", row -> row.status().equals("running") && row.pid() != pid && row.pid() != 0);
    }

    private Map<String, TableRow> rows() {
        return pmond.ls().stream().collect(Collectors.toMap(TableRow::name, Function.identity()));
    }
}
