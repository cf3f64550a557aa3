package pmon3.benchmark;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import pmon3.ipc.Reply;
import pmon3.ipc.View;
import pmon3.screen.Screen;

/** The table of {@code ls}, from its rows to its bytes without colours. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TableBenchmark {
    @Param({"3", "1000"})
    private int rows;

    private List<Reply.Row> replies = List.of();
    private long bytes;

    @Setup
    public void makeRows() {
        replies = IntStream.rangeClosed(1, rows).mapToObj(Rows::row).toList();
    }

    /** @return the bytes that it has */
    @Benchmark
    public long draw() {
        bytes = 0;
        Screen screen = new Screen(new View(false, ByteBuffer.allocate(0)), this::count);
        screen.send(new Reply.TableStart());
        replies.forEach(screen::send);
        screen.finish();
        return bytes;
    }

    private void count(Reply reply) {
        bytes += ((Reply.Text) reply).utf8().remaining();
    }
}
