package pmon3.ipc;

import java.util.Optional;
import pmon3.model.ErrorCode;
import pmon3.model.GroupRow;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

/**
 * The bytes of the pieces of an answer: the kind (4 bytes), then the fields in the order of the record. The same rules as
 * in {@link RequestCodec}.
 */
public final class ReplyCodec {
    private ReplyCodec() {}

    /** Appends the message. */
    public static void encode(Reply reply, MessageWriter out) {
        out.int32(reply.kind());
        switch (reply.kind()) {
            case Reply.TableStart.KIND -> {}
            case Reply.Row.KIND -> row(((Reply.Row) reply).row(), out);
            case Reply.Details.KIND -> details(((Reply.Details) reply).details(), out);
            case Reply.LogPath.KIND -> logPath((Reply.LogPath) reply, out);
            case Reply.Notice.KIND -> out.text(((Reply.Notice) reply).text());
            case Reply.Problem.KIND -> problem((Reply.Problem) reply, out);
            case Reply.Done.KIND -> out.int32(((Reply.Done) reply).exitStatus());
            case Reply.Pid.KIND -> out.int32(((Reply.Pid) reply).pid());
            case Reply.KnownName.KIND -> knownName((Reply.KnownName) reply, out);
            case Reply.GroupTableStart.KIND, Reply.OrderStart.KIND -> {}
            case Reply.Group.KIND -> group(((Reply.Group) reply).row(), out);
            case Reply.GroupDetails.KIND -> group(((Reply.GroupDetails) reply).row(), out);
            case Reply.Text.KIND -> out.bytes(((Reply.Text) reply).utf8());
            case Reply.Ordered.KIND -> ordered((Reply.Ordered) reply, out);
            default -> throw MessageReader.malformed("an answer of an unknown kind");
        }
    }

    /** @throws pmon3.model.PmonException PROTOCOL, whatever is wrong with the bytes */
    public static Reply decode(MessageReader in) {
        Reply reply = switch (in.int32()) {
            case Reply.TableStart.KIND -> new Reply.TableStart();
            case Reply.Row.KIND -> new Reply.Row(row(in));
            case Reply.Details.KIND -> new Reply.Details(details(in));
            case Reply.LogPath.KIND -> new Reply.LogPath(in.text(), in.text());
            case Reply.Notice.KIND -> new Reply.Notice(in.text());
            case Reply.Problem.KIND -> new Reply.Problem(code(in), in.text());
            case Reply.Done.KIND -> new Reply.Done(in.int32());
            case Reply.Pid.KIND -> new Reply.Pid(in.int32());
            case Reply.KnownName.KIND -> new Reply.KnownName(in.flag(), in.int64(), in.text());
            case Reply.GroupTableStart.KIND -> new Reply.GroupTableStart();
            case Reply.OrderStart.KIND -> new Reply.OrderStart();
            case Reply.Group.KIND -> new Reply.Group(group(in));
            case Reply.GroupDetails.KIND -> new Reply.GroupDetails(group(in));
            case Reply.Text.KIND -> new Reply.Text(in.bytes(ChannelLayout.MAX_PAYLOAD_BYTES));
            case Reply.Ordered.KIND -> new Reply.Ordered(in.text(), in.flag());
            default -> throw MessageReader.malformed("an answer of an unknown kind");
        };
        in.end();
        return reply;
    }

    private static void logPath(Reply.LogPath logPath, MessageWriter out) {
        out.text(logPath.name());
        out.text(logPath.path());
    }

    private static void knownName(Reply.KnownName known, MessageWriter out) {
        out.flag(known.group());
        out.int64(known.id());
        out.text(known.name());
    }

    private static void problem(Reply.Problem problem, MessageWriter out) {
        out.int32(problem.code().number());
        out.text(problem.text());
    }

    private static ErrorCode code(MessageReader in) {
        Optional<ErrorCode> code = ErrorCode.ofNumber(in.int32());
        if (code.isEmpty()) {
            throw MessageReader.malformed("an error of an unknown number");
        }
        return code.get();
    }

    private static void group(GroupRow row, MessageWriter out) {
        out.int64(row.id());
        out.text(row.name());
    }

    private static GroupRow group(MessageReader in) {
        return new GroupRow(in.int64(), in.text());
    }

    private static void ordered(Reply.Ordered ordered, MessageWriter out) {
        out.text(ordered.name());
        out.flag(ordered.dependent());
    }

    private static void row(ProcessRow row, MessageWriter out) {
        out.int64(row.id());
        out.text(row.name());
        out.int32(row.pid());
        out.int64(row.restarts());
        out.text(row.status());
        out.text(row.user());
        out.real(row.cpuPercent());
        out.int64(row.memoryBytes());
        out.int64(row.updatedAtEpochMs());
    }

    private static ProcessRow row(MessageReader in) {
        return new ProcessRow(
                in.int64(), in.text(), in.int32(), in.int64(), in.text(), in.text(), in.real(), in.int64(), in.int64());
    }

    private static void details(ProcessDetails details, MessageWriter out) {
        row(details.row(), out);
        out.text(details.file());
        out.text(details.args());
        out.text(details.envVars());
        out.text(details.log());
        out.flag(details.noAutorestart());
        out.texts(details.dependencies());
        out.texts(details.groups());
        out.int64(details.createdAtEpochMs());
        out.int64(details.uptimeMs());
        out.text(details.exit());
        out.int64(details.exitAtEpochMs());
        out.text(details.remark());
    }

    private static ProcessDetails details(MessageReader in) {
        return new ProcessDetails(
                row(in),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.flag(),
                in.texts(),
                in.texts(),
                in.int64(),
                in.int64(),
                in.text(),
                in.int64(),
                in.text());
    }
}
