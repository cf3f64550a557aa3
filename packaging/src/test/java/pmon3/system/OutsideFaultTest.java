package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pmond depends on besides its programs, and cannot choose: event scripts, and the clock of the machine. */
class OutsideFaultTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PROMPT = Duration.ofSeconds(3);
    private static final int SHORTEST_PERIOD_S = 5;
    /** More than run at the same time. */
    private static final int FAILURES = 40;

    private static final int SCRIPTS_AT_ONCE = 32;

    @Test
    void eventScriptsThatHangHoldNobodyUp() {
        FaultTable.row(
                "event scripts that hang, more than may run at the same time", FaultTable.times(1, 5), number -> {
                    try (PmondFixture pmond = new PmondFixture()) {
                        Path script = pmond.script(
                                "hang", "#!/bin/sh\ntrap '' TERM HUP INT\nsleep 1000 & wait\nsleep 1000\n");
                        pmond.config("initialization_period", SHORTEST_PERIOD_S)
                                .config("event_handling.timeout", 600_000)
                                .config("event_handling.process_restart", script)
                                .config("event_handling.process_failure", script);
                        Standing standing = Standing.start(pmond);
                        standing.awaitVictimsAge();
                        hangAll(pmond, script);
                        int killed = standing.killVictim();
                        long began = System.nanoTime();
                        standing.awaitNewVictim(killed);
                        List<String> lost = new ArrayList<>();
                        if (Duration.ofNanos(System.nanoTime() - began).compareTo(PROMPT) > 0) {
                            lost.add("the victim was not started again within " + PROMPT);
                        }
                        assertThat(pmond.run("ls").ok().took()).isLessThan(PROMPT);
                        List<Integer> sessions =
                                scripts(script).map(Proc::session).toList();
                        pmond.stop();
                        sessions.stream()
                                .flatMap(session -> Proc.livingInSession(session).stream())
                                .forEach(left -> lost.add(left + " of an event script lives on"));
                        return lost;
                    }
                });
    }

    /** Each of these fails once, which is told to a script that does not end. */
    private static void hangAll(PmondFixture pmond, Path script) {
        pmond.processConfig(IntStream.range(0, FAILURES)
                .mapToObj(n -> "{\"file\": \"/bin/false\", \"name\": \"once" + n + "\", \"noautorestart\": true}")
                .collect(Collectors.joining(",", "{\"processes\": [", "]}")));
        pmond.run("init", "-c");
        Await.until(
                SCRIPTS_AT_ONCE + " scripts that hang",
                SOON,
                () -> scripts(script).count() >= SCRIPTS_AT_ONCE);
    }

    private static Stream<Proc> scripts(Path script) {
        return Proc.all().stream().filter(proc -> proc.words().contains(script.toString()) && proc.stillLives());
    }

    @Test
    void clockThatJumpsADayChangesNothing() {
        FaultTable.row("the system clock set back a day, and forth again", FaultTable.times(1, 10), number -> {
            try (PmondFixture pmond = new PmondFixture()) {
                JumpingClock clock = JumpingClock.of(pmond);
                Standing standing = Standing.start(pmond);
                standing.awaitVictimsAge();
                List<String> lost = new ArrayList<>(jump(pmond, standing, clock, -JumpingClock.DAY_S));
                standing.awaitVictimsAge();
                lost.addAll(jump(pmond, standing, clock, JumpingClock.DAY_S));
                clock.set(-JumpingClock.DAY_S);
                lost.addAll(standing.lostWithPmond());
                return lost;
            }
        });
    }

    private static List<String> jump(PmondFixture pmond, Standing standing, JumpingClock clock, long seconds) {
        clock.set(seconds);
        int killed = standing.killVictim();
        long began = System.nanoTime();
        standing.awaitNewVictim(killed);
        boolean prompt = Duration.ofNanos(System.nanoTime() - began).compareTo(PROMPT) < 0;
        assertThat(pmond.pmondLog()).contains(LocalDate.now().plusDays(seconds / JumpingClock.DAY_S) + " ");
        List<String> lost = new ArrayList<>(standing.lost());
        if (!prompt) {
            lost.add("after a jump to " + seconds + " s the victim was not started again within " + PROMPT);
        }
        return lost;
    }
}
