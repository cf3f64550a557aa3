package pmon3.ipc;

import java.util.Optional;
import pmon3.model.ExportFormat;
import pmon3.model.ExportOrder;

/** The bytes of the requests about groups and the process config, for {@link RequestCodec}. */
final class GroupRequestCodec {
    private GroupRequestCodec() {}

    static void encode(Request request, MessageWriter out) {
        switch (request.kind()) {
            case Request.ListGroups.KIND -> {}
            case Request.DescribeGroups.KIND -> out.texts(((Request.DescribeGroups) request).groups());
            case Request.CreateGroups.KIND -> out.texts(((Request.CreateGroups) request).names());
            case Request.DeleteGroups.KIND -> out.texts(((Request.DeleteGroups) request).groups());
            case Request.AssignGroups.KIND -> assign((Request.AssignGroups) request, out);
            case Request.LeaveGroups.KIND -> leave((Request.LeaveGroups) request, out);
            case Request.StopGroups.KIND -> stop((Request.StopGroups) request, out);
            case Request.DropGroups.KIND -> drop((Request.DropGroups) request, out);
            case Request.RestartGroups.KIND -> restart((Request.RestartGroups) request, out);
            case Request.Export.KIND -> export((Request.Export) request, out);
            case Request.StartOrder.KIND -> out.flag(((Request.StartOrder) request).processConfigOnly());
            default -> throw unknown();
        }
    }

    static Request decode(int kind, MessageReader in) {
        return switch (kind) {
            case Request.ListGroups.KIND -> new Request.ListGroups();
            case Request.DescribeGroups.KIND -> new Request.DescribeGroups(in.texts());
            case Request.CreateGroups.KIND -> new Request.CreateGroups(in.texts());
            case Request.DeleteGroups.KIND -> new Request.DeleteGroups(in.texts());
            case Request.AssignGroups.KIND -> new Request.AssignGroups(in.texts(), in.texts());
            case Request.LeaveGroups.KIND -> new Request.LeaveGroups(in.texts(), in.texts());
            case Request.StopGroups.KIND -> new Request.StopGroups(in.texts(), in.flag());
            case Request.DropGroups.KIND -> new Request.DropGroups(in.texts(), in.flag());
            case Request.RestartGroups.KIND ->
                new Request.RestartGroups(in.texts(), in.flag(), RequestCodec.change(in));
            case Request.Export.KIND -> new Request.Export(format(in), order(in));
            case Request.StartOrder.KIND -> new Request.StartOrder(in.flag());
            default -> throw unknown();
        };
    }

    private static RuntimeException unknown() {
        return MessageReader.malformed("a request of an unknown kind");
    }

    private static void assign(Request.AssignGroups assign, MessageWriter out) {
        out.texts(assign.groups());
        out.texts(assign.targets());
    }

    private static void leave(Request.LeaveGroups leave, MessageWriter out) {
        out.texts(leave.groups());
        out.texts(leave.targets());
    }

    private static void stop(Request.StopGroups stop, MessageWriter out) {
        out.texts(stop.groups());
        out.flag(stop.force());
    }

    private static void drop(Request.DropGroups drop, MessageWriter out) {
        out.texts(drop.groups());
        out.flag(drop.force());
    }

    private static void restart(Request.RestartGroups restart, MessageWriter out) {
        out.texts(restart.groups());
        out.flag(restart.counted());
        RequestCodec.change(restart.change(), out);
    }

    private static void export(Request.Export export, MessageWriter out) {
        out.int32(export.format().number());
        out.int32(export.order().number());
    }

    private static ExportFormat format(MessageReader in) {
        Optional<ExportFormat> format = ExportFormat.ofNumber(in.int32());
        if (format.isEmpty()) {
            throw MessageReader.malformed("a format of an unknown number");
        }
        return format.get();
    }

    private static ExportOrder order(MessageReader in) {
        Optional<ExportOrder> order = ExportOrder.ofNumber(in.int32());
        if (order.isEmpty()) {
            throw MessageReader.malformed("an order of an unknown number");
        }
        return order.get();
    }
}
