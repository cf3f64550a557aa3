package pmon3.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;

/** One question of a running pmond for which it looks nothing up, from the request to the end of the answer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChannelBenchmark {
    private final RequestChannel pmond = RunningPmond.open();

    @TearDown
    public void close() {
        pmond.close();
    }

    @Benchmark
    public void ask(Blackhole replies) {
        pmond.ask(new Request.ListGroups(), RunningPmond.SILENCE_DEADLINE_MS, replies::consume);
    }
}
