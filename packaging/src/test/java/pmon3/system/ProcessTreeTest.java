package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that make children of their own: all of them are the process, and end with it. */
class ProcessTreeTest {
    private static final Duration GROWN = Duration.ofSeconds(20);
    private static final int STOP_TIMEOUT_MS = 1000;

    /** A script whose child and grandchild, both in process groups of their own, and itself ignore SIGTERM. */
    private static final String STUBBORN = """
            #!/bin/bash
            trap '' TERM
            set -m
            (trap '' TERM; set -m; sleep 10001 & sleep 10002 & wait) &
            sleep 10003 &
            setsid sleep 10004 &
            wait
            """;

    private static final int STUBBORN_MEMBERS = 5;

    /** A script whose child, in another process group, says good-bye as it is asked to end. */
    private static final String POLITE = """
            #!/bin/bash
            set -m
            bash -c 'trap "echo child says bye; exit" TERM; sleep 10001 & wait' &
            trap 'echo leader says bye; exit' TERM
            echo ready
            wait
            """;

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture().config("stop_timeout", STOP_TIMEOUT_MS);

    @Test
    void stopLeavesNoMemberOfAScriptEvenIfAllIgnoreSigterm() {
        int leader = startStubborn();
        List<Proc> members = Proc.livingInSession(leader);
        assertThat(members.stream().map(Proc::group).collect(Collectors.toSet()))
                .as("process groups")
                .hasSizeGreaterThan(2);

        Ran stop = pmond.run("stop", "script").ok();
        assertThat(stop.took()).isGreaterThanOrEqualTo(Duration.ofMillis(STOP_TIMEOUT_MS));
        assertThat(members).noneMatch(Proc::stillLives);
        assertThat(Proc.livingInSession(leader)).isEmpty();
        assertThat(TableRow.parse(stop.out()).get(0).status()).isEqualTo("stopped");
    }

    @Test
    void stopWithForceEndsThemAllAtOnce() {
        int leader = startStubborn();
        Ran stop = pmond.run("stop", "--force", "script").ok();
        assertThat(Proc.livingInSession(leader)).isEmpty();
        assertThat(TableRow.parse(stop.out()).get(0).status()).isEqualTo("stopped");
    }

    @Test
    void daemonThatHasLeftTheSessionIsLetGo() {
        int leader = startStubborn();
        Proc daemon = pmond.living().stream()
                .filter(proc -> proc.words().contains("10004"))
                .findFirst()
                .orElseThrow();
        assertThat(daemon.session()).isNotEqualTo(leader);
        pmond.run("stop", "-f", "script").ok();
        assertThat(daemon.stillLives()).isTrue();
    }

    @Test
    void membersOfOtherGroupsAreAskedToEndBeforeTheyAreKilled() {
        exec(POLITE);
        pmond.run("stop", "script").ok();
        assertThat(pmond.run("log", "script").ok().lines())
                .containsExactlyInAnyOrder("ready", "leader says bye", "child says bye");
    }

    @Test
    void whatAProgramLeavesBehindIsKilledBeforeItStartsAgain() {
        int leader = startStubborn();
        List<Proc> members = Proc.livingInSession(leader);
        Proc.signal(leader, Proc.SIGKILL);
        TableRow again =
                pmond.awaitRow("script", "runs again", row -> row.status().equals("running") && row.pid() != leader);
        assertThat(members).noneMatch(Proc::stillLives);
        Await.until(
                "the new members",
                GROWN,
                () -> Proc.livingInSession(again.pid()).size() == STUBBORN_MEMBERS);
    }

    @Test
    void pmondsEndStopsThemAll() {
        int leader = startStubborn();
        assertThat(pmond.stop()).isZero();
        assertThat(Proc.livingInSession(leader)).isEmpty();
    }

    private int startStubborn() {
        exec(STUBBORN);
        int leader = pmond.row("script").orElseThrow().pid();
        Await.until("all members", GROWN, () -> Proc.livingInSession(leader).size() == STUBBORN_MEMBERS);
        return leader;
    }

    private void exec(String text) {
        pmond.start();
        pmond.run("exec", pmond.script("script", text).toString()).ok();
    }
}
