package pmon3.benchmark;

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
import pmon3.cli.output.ReplyPrinter;
import pmon3.cli.output.Terminal;
import pmon3.cli.output.TimeZoneRules;
import pmon3.ipc.Reply;

/** The table of {@code ls}, from its rows to the bytes of a terminal without colours. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TableBenchmark {
    @Param({"3", "1000"})
    private int rows;

    private List<Reply.Row> replies = List.of();

    @Setup
    public void makeRows() {
        replies = IntStream.rangeClosed(1, rows).mapToObj(Rows::row).toList();
    }

    /** @return the bytes that it has */
    @Benchmark
    public long draw() {
        Counted terminal = new Counted();
        ReplyPrinter printer = new ReplyPrinter(terminal, TimeZoneRules.UTC);
        printer.accept(new Reply.TableStart());
        replies.forEach(printer::accept);
        printer.accept(new Reply.Done(0));
        printer.finish();
        return terminal.bytes;
    }

    private static final class Counted implements Terminal {
        private long bytes;

        @Override
        public void write(byte[] text, int length) {
            bytes += length;
        }

        @Override
        public void error(String line) {
            throw new IllegalStateException(line);
        }

        @Override
        public boolean coloured() {
            return false;
        }
    }
}
