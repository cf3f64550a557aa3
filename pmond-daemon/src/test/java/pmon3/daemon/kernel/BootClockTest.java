package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BootClockTest {
    /** The kernel rounds what it tells down to a tick. */
    @Test
    void aProcessThatWasJustStartedHasJustBegunByIt() throws Exception {
        double before = BootClock.seconds();
        Process program = new ProcessBuilder("/bin/sleep", "100").start();
        try (ProcScanner scanner = new ProcScanner()) {
            double after = BootClock.seconds();
            long startTicks = scanner.read((int) program.pid()).orElseThrow().startTicks();
            double tick = 1.0 / ProcUnits.TICKS_PER_SECOND;
            assertThat(startTicks * tick).isBetween(before - tick, after);
        } finally {
            program.destroyForcibly().waitFor();
        }
    }
}
