package pmon3.daemon.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.ProcUnits;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.daemon.kernel.ProcessTable.Entry;

/** What a session uses, all its live members together. */
class UsageTest {
    private static final double UPTIME_SECONDS = 110;

    private final Usage usage = new Usage(
            new ProcessTable(List.of(
                    entry(50, 50, 'S', 300, 1_000, 10),
                    entry(51, 50, 'R', 200, 2_000, 5),
                    entry(52, 50, 'Z', 9_999, 2_000, 99),
                    entry(60, 60, 'S', 700, 0, 7))),
            UPTIME_SECONDS);

    @Test
    void cpuIsOfAllLiveMembersOverTheLeadersLifetime() {
        assertThat(usage.cpuPercent(50)).isCloseTo(5.0, within(1e-9));
    }

    @Test
    void memoryIsOfAllLiveMembers() {
        assertThat(usage.memoryBytes(50)).isEqualTo(15 * ProcUnits.PAGE_BYTES);
    }

    @Test
    void uptimeIsTheLeaders() {
        assertThat(usage.uptimeMs(50)).isEqualTo(100_000);
        assertThat(usage.uptimeMs(52)).isEqualTo(-1);
    }

    @Test
    void nothingUsesNothing() {
        assertThat(usage.cpuPercent(99)).isZero();
        assertThat(usage.memoryBytes(99)).isZero();
        assertThat(usage.uptimeMs(99)).isEqualTo(-1);
    }

    private static Entry entry(int pid, int session, char state, long cpuTicks, long startTicks, long pages) {
        return new Entry(pid, "x", state, 1, session, session, cpuTicks, startTicks, pages);
    }
}
