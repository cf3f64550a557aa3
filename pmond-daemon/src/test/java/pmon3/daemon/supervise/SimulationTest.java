package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

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
    private static final int USUAL_STEPS = 60_000;
    private static final int STEPS_OF_A_LIFE = 2_000;

    @Test
    void whateverHappensNobodyIsDoubledLostOrLeftWithoutAnAnswer() {
        Long one = Long.getLong(SEED);
        if (one != null) {
            run(one);
            return;
        }
        long first = Long.getLong(FIRST, USUAL_FIRST);
        int lives = Math.max(1, Integer.getInteger(STEPS, USUAL_STEPS) / STEPS_OF_A_LIFE);
        for (int i = 0; i < lives; i++) {
            run(first + i);
        }
    }

    private static void run(long seed) {
        try {
            new Simulation(seed).run(STEPS_OF_A_LIFE);
        } catch (AssertionError broken) {
            fail("run it again with -D" + SEED + "=" + seed + ": " + broken.getMessage(), broken);
        }
    }
}
