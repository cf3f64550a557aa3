package pmon3.ipc;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import pmon3.model.DefinitionChange;
import pmon3.model.ErrorCode;
import pmon3.model.ExportFormat;
import pmon3.model.ExportOrder;
import pmon3.model.GroupRow;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

/** Every request and reply there can be, at random. */
public final class Messages {
    private Messages() {}

    public static Arbitrary<Request> requests() {
        Arbitrary<Request> shown = Combinators.combine(views(), plainRequests()).as(Request.Shown::new);
        return Arbitraries.frequencyOf(Tuple.of(4, plainRequests()), Tuple.of(1, shown));
    }

    private static Arbitrary<View> views() {
        Arbitrary<byte[]> zones = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        return Combinators.combine(flags(), zones).as((coloured, zone) -> new View(coloured, ByteBuffer.wrap(zone)));
    }

    private static Arbitrary<Request> plainRequests() {
        return Arbitraries.<Request>oneOf(
                        Arbitraries.of(
                                new Request.Ping(),
                                new Request.ListProcesses(),
                                new Request.Pids(),
                                new Request.KnownNames()),
                        targets().map(Request.Describe::new),
                        Combinators.combine(texts(), texts().optional(), changes())
                                .as(Request.Exec::new),
                        Combinators.combine(targets(), flags()).as(Request.Stop::new),
                        Combinators.combine(targets(), flags(), changes()).as(Request.Restart::new),
                        Combinators.combine(targets(), flags()).as(Request.Delete::new),
                        flags().map(Request.KillAll::new),
                        flags().map(Request.DropAll::new),
                        Combinators.combine(flags(), flags()).as(Request.Init::new),
                        targets().map(Request.Reset::new),
                        targets().map(Request.LogPaths::new),
                        groupRequests())
                .withoutEdgeCases();
    }

    public static Arbitrary<Reply> replies() {
        return Arbitraries.<Reply>oneOf(
                        Arbitraries.just(new Reply.TableStart()),
                        rows().map(Reply.Row::new),
                        details().map(Reply.Details::new),
                        Combinators.combine(texts(), texts()).as(Reply.LogPath::new),
                        texts().map(Reply.Notice::new),
                        Combinators.combine(Arbitraries.of(ErrorCode.class), texts())
                                .as(Reply.Problem::new),
                        Arbitraries.integers().map(Reply.Pid::new),
                        Combinators.combine(flags(), Arbitraries.longs(), texts())
                                .as(Reply.KnownName::new),
                        Arbitraries.integers().map(Reply.Done::new),
                        groupReplies())
                .withoutEdgeCases();
    }

    private static Arbitrary<Request> groupRequests() {
        return Arbitraries.oneOf(
                Arbitraries.just(new Request.ListGroups()),
                targets().map(Request.DescribeGroups::new),
                targets().map(Request.CreateGroups::new),
                targets().map(Request.DeleteGroups::new),
                Combinators.combine(targets(), targets()).as(Request.AssignGroups::new),
                Combinators.combine(targets(), targets()).as(Request.LeaveGroups::new),
                Combinators.combine(targets(), flags()).as(Request.StopGroups::new),
                Combinators.combine(targets(), flags()).as(Request.DropGroups::new),
                Combinators.combine(targets(), flags(), changes()).as(Request.RestartGroups::new),
                Combinators.combine(Arbitraries.of(ExportFormat.class), Arbitraries.of(ExportOrder.class))
                        .as(Request.Export::new),
                flags().map(Request.StartOrder::new));
    }

    private static Arbitrary<Reply> groupReplies() {
        Arbitrary<GroupRow> rows =
                Combinators.combine(Arbitraries.longs(), texts()).as(GroupRow::new);
        return Arbitraries.oneOf(
                Arbitraries.of(new Reply.GroupTableStart(), new Reply.OrderStart()),
                rows.map(Reply.Group::new),
                rows.map(Reply.GroupDetails::new),
                texts().map(text -> new Reply.Text(text)),
                Combinators.combine(texts(), flags()).as(Reply.Ordered::new));
    }

    public static byte[] bytesOf(Request request) {
        MessageWriter out = new MessageWriter();
        RequestCodec.encode(request, out);
        return bytesOf(out);
    }

    static byte[] bytesOf(Reply reply) {
        MessageWriter out = new MessageWriter();
        ReplyCodec.encode(reply, out);
        return bytesOf(out);
    }

    private static byte[] bytesOf(MessageWriter out) {
        byte[] bytes = new byte[out.written().remaining()];
        out.written().get(bytes);
        return bytes;
    }

    /** Of all planes, controls and NUL included; no unpaired surrogates, which are no text. */
    private static Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .map(Character::toString)
                .list()
                .ofMaxSize(20)
                .map(points -> String.join("", points));
        return Arbitraries.oneOf(any, Arbitraries.strings().ascii().ofMaxLength(40));
    }

    private static Arbitrary<Boolean> flags() {
        return Arbitraries.of(true, false);
    }

    private static Arbitrary<List<String>> targets() {
        return texts().list().ofMaxSize(8);
    }

    private static Arbitrary<DefinitionChange> changes() {
        Arbitrary<Optional<String>> text = texts().optional();
        return Combinators.combine(
                        text,
                        text,
                        text,
                        text,
                        text,
                        flags().optional(),
                        targets().optional(),
                        targets().optional())
                .as(DefinitionChange::new);
    }

    private static Arbitrary<ProcessRow> rows() {
        Arbitrary<Long> number = Arbitraries.longs();
        return Combinators.combine(
                        number,
                        texts(),
                        Arbitraries.integers(),
                        number,
                        texts(),
                        texts(),
                        Arbitraries.doubles(),
                        number)
                .as((id, name, pid, restarts, status, user, cpu, memory) ->
                        new ProcessRow(id, name, pid, restarts, status, user, cpu, memory, ~id));
    }

    private static Arbitrary<ProcessDetails> details() {
        Arbitrary<List<String>> lists = targets();
        return Combinators.combine(rows(), texts(), texts(), texts(), flags(), lists, lists, Arbitraries.longs())
                .as((row, file, args, env, noAutorestart, dependencies, groups, at) -> new ProcessDetails(
                        row,
                        file,
                        args,
                        env,
                        args + file,
                        noAutorestart,
                        dependencies,
                        groups,
                        at,
                        ~at,
                        env,
                        -at,
                        file));
    }
}
