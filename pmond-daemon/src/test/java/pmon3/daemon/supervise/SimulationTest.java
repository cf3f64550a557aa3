package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Many short simulated lives of a pmond. One that goes wrong names its seed; {@code -Dpmon3.simulation.seed=N} runs that
 * one again, {@code -Dpmon3.simulation.runs=N} more of them.
 */
class SimulationTest {
    private static final String SEED = "pmon3.simulation.seed";
    private static final int STEPS = 300;

    @Test
    void whateverHappensNobodyIsDoubledLostOrLeftWithoutAnAnswer() {
        Long one = Long.getLong(SEED);
        if (one != null) {
            run(one);
            return;
        }
        long first = new Random().nextLong(1_000_000_000);
        for (int i = 0; i < Integer.getInteger("pmon3.simulation.runs", 30); i++) {
            run(first + i);
        }
    }

    private static void run(long seed) {
        try {
            new Simulation(seed).run(STEPS);
        } catch (AssertionError broken) {
            fail("run it again with -D" + SEED + "=" + seed + ": " + broken.getMessage(), broken);
        }
    }
}
