package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.stats.Usage;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;
import pmon3.daemon.supervise.Owner;
import pmon3.model.ProcessDefinition;

/** How often /proc is read for those who only look. */
class ReadingsTest {
    private static final Instant BEGUN = Instant.EPOCH.plusSeconds(1000);

    private long ms;
    private final Readings readings = new Readings(new FakeKernel(), () -> new Moment(ms, BEGUN.plusMillis(ms)));

    @Test
    void whoAsksWithinTenthsOfASecondSharesAReading() {
        Usage first = readings.covering(List.of(updatedAt(-1)));
        ms = 100;
        assertThat(readings.covering(List.of(updatedAt(-1)))).isSameAs(first);
        ms = 101;
        assertThat(readings.covering(List.of(updatedAt(-1)))).isNotSameAs(first);
    }

    @Test
    void whatHasChangedSinceIsReadAgain() {
        Usage first = readings.covering(List.of(updatedAt(-1)));
        ms = 50;
        Usage second = readings.covering(List.of(updatedAt(-1), updatedAt(0)));
        assertThat(second).isNotSameAs(first);
        assertThat(readings.covering(List.of(updatedAt(0)))).isSameAs(second);
    }

    @Test
    void manyAtOnceShareOneToo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            Callable<Usage> ask = () -> readings.covering(List.of(updatedAt(-1)));
            Set<Usage> read = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Future<Usage> answer : threads.invokeAll(new ArrayList<>(Collections.nCopies(200, ask)))) {
                read.add(answer.get());
            }
            assertThat(read).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static ManagedProcess updatedAt(long ms) {
        return ManagedProcess.fresh(
                1,
                new ProcessDefinition("p", "/bin/sleep", "", "", "root", "/log", true, List.of()),
                new Owner(0, 0),
                new Moment(0, BEGUN.plusMillis(ms)));
    }
}
