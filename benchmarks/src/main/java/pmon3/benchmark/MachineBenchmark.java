package pmon3.benchmark;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import pmon3.config.Settings;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.supervise.Decision;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;
import pmon3.daemon.supervise.Owner;
import pmon3.daemon.supervise.Policy;
import pmon3.daemon.supervise.ProcessEvent;
import pmon3.daemon.supervise.ProcessMachine;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;

/** Decisions of the state machine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineBenchmark {
    private static final Policy POLICY = new Policy(10_000, new Settings.Flap(true, 5, 120, 60));
    private static final Instant BOOT = Instant.parse("2026-11-22T21:00:00Z");
    private static final long START_MS = 1_000_000;
    private static final long STEP_MS = 10_000;

    private final ManagedProcess stopped = ManagedProcess.fresh(
            7,
            new ProcessDefinition("web", "/srv/web", "", "", "alice", "/var/log/web.log", true, List.of()),
            new Owner(1000, 1000),
            at(START_MS));
    private final List<ProcessEvent> life = List.of(
            new ProcessEvent.StartAsked(Optional.empty(), false),
            new ProcessEvent.TurnCame(),
            new ProcessEvent.SpawnReady(new ProcessIdentity(4711, 70, "boot")),
            new ProcessEvent.Executed(),
            new ProcessEvent.TimeUp(),
            new ProcessEvent.Exited(ProcessExit.exited(1)),
            new ProcessEvent.MembersSeen(List.of()));
    private final ManagedProcess running = lived(5);

    private static Moment at(long ms) {
        return new Moment(ms, BOOT.plusMillis(ms));
    }

    private ManagedProcess lived(int events) {
        ManagedProcess process = stopped;
        for (int i = 0; i < events; i++) {
            process = ProcessMachine.decide(process, life.get(i), POLICY, at(START_MS + i * STEP_MS))
                    .next();
        }
        return process;
    }

    /** What happens most: nothing. */
    @Benchmark
    public Decision tickOfARunningProcess() {
        return ProcessMachine.decide(running, new ProcessEvent.MonitorTick(), POLICY, at(START_MS + 100 * STEP_MS));
    }

    /** From stopped to queued again: seven decisions. */
    @Benchmark
    public ManagedProcess startRunAndEnd() {
        return lived(life.size());
    }
}
