package pmon3.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import pmon3.ipc.MessageReader;
import pmon3.ipc.MessageWriter;
import pmon3.ipc.Reply;
import pmon3.ipc.ReplyCodec;
import pmon3.ipc.Request;
import pmon3.ipc.RequestCodec;

/** A request and a row of {@code ls}, to bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
    private final MessageWriter request = new MessageWriter();
    private final MessageWriter reply = new MessageWriter();
    private final MessageWriter scratch = new MessageWriter();
    private final Reply.Row row = Rows.row(1);
    private final Request list = new Request.ListProcesses();

    @Setup
    public void encode() {
        RequestCodec.encode(list, request);
        ReplyCodec.encode(row, reply);
    }

    @Benchmark
    public Object encodeRequest() {
        scratch.clear();
        RequestCodec.encode(list, scratch);
        return scratch;
    }

    @Benchmark
    public Request decodeRequest() {
        return RequestCodec.decode(new MessageReader(request.written()));
    }

    @Benchmark
    public Object encodeRow() {
        scratch.clear();
        ReplyCodec.encode(row, scratch);
        return scratch;
    }

    @Benchmark
    public Reply decodeRow() {
        return ReplyCodec.decode(new MessageReader(reply.written()));
    }
}
