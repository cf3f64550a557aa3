package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import pmon3.daemon.QuietLog;

/**
 * Many simulated lives of a pmond, the same ones each time, so that what a change broke is what the change did. One that
 * goes wrong names its seed: {@code -Dsimulation.seed=N} runs that one again, {@code -Dsimulation.steps=N} more of them,
 * and {@code -Dsimulation.first=N} others, from that seed on.
 */
class SimulationTest {
    private static final String SEED = "simulation.seed";
    private static final String STEPS = "simulation.steps";
    private static final String FIRST = "simulation.first";
    private static final long USUAL_FIRST = 1;
    private static final int USUAL_STEPS = 1_000_000;
    private static final int STEPS_OF_A_LIFE = 2_000;

    /** Loggers are not found by two threads at once while the first one is made. */
    @BeforeAll
    static void quiet() {
        QuietLog.begin();
    }

    @Test
    void whateverHappensNobodyIsDoubledLostOrLeftWithoutAnAnswer() {
        Long one = Long.getLong(SEED);
        long first = one != null ? one : Long.getLong(FIRST, USUAL_FIRST);
        long lives = one != null ? 1 : Math.max(1, Long.getLong(STEPS, USUAL_STEPS) / STEPS_OF_A_LIFE);
        Optional<String> wrong = LongStream.range(first, first + lives)
                .parallel()
                .mapToObj(SimulationTest::run)
                .flatMap(Optional::stream)
                .findFirst();
        assertThat(wrong).isEmpty();
    }

    /** @return what went wrong */
    private static Optional<String> run(long seed) {
        try {
            new Simulation(seed).run(STEPS_OF_A_LIFE);
            return Optional.empty();
        } catch (AssertionError broken) {
            return Optional.of("run it again with -D" + SEED + "=" + seed + ": " + broken.getMessage());
        }
    }
}
