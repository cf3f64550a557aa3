package pmon3.ipc;

import pmon3.model.DefinitionChange;

/**
 * The bytes of requests: the kind (4 bytes), then the fields in the order of the record. A new request is a new kind; the
 * fields of an old one change only together with {@link ChannelLayout#VERSION}. By number, so that a client loads no
 * class but that of the request it sends.
 */
public final class RequestCodec {
    private RequestCodec() {}

    /** Appends the message. */
    public static void encode(Request request, MessageWriter out) {
        out.int32(request.kind());
        switch (request.kind()) {
            case Request.Ping.KIND, Request.ListProcesses.KIND -> {}
            case Request.Describe.KIND -> out.texts(((Request.Describe) request).targets());
            case Request.Exec.KIND -> exec((Request.Exec) request, out);
            case Request.Stop.KIND -> stop((Request.Stop) request, out);
            case Request.Restart.KIND -> restart((Request.Restart) request, out);
            case Request.Delete.KIND -> delete((Request.Delete) request, out);
            case Request.KillAll.KIND -> out.flag(((Request.KillAll) request).force());
            case Request.DropAll.KIND -> out.flag(((Request.DropAll) request).force());
            case Request.Init.KIND -> init((Request.Init) request, out);
            case Request.Reset.KIND -> out.texts(((Request.Reset) request).targets());
            case Request.LogPaths.KIND -> out.texts(((Request.LogPaths) request).targets());
            case Request.Pids.KIND, Request.KnownNames.KIND -> {}
            case Request.Shown.KIND -> shown((Request.Shown) request, out);
            default -> GroupRequestCodec.encode(request, out);
        }
    }

    /** @throws pmon3.model.PmonException PROTOCOL, whatever is wrong with the bytes */
    public static Request decode(MessageReader in) {
        int kind = in.int32();
        Request request =
                kind == Request.Shown.KIND ? new Request.Shown(view(in), plain(in.int32(), in)) : plain(kind, in);
        in.end();
        return request;
    }

    /** All but {@link Request.Shown}, so that no sender has a reader go deeper and deeper. */
    private static Request plain(int kind, MessageReader in) {
        return switch (kind) {
            case Request.Ping.KIND -> new Request.Ping();
            case Request.ListProcesses.KIND -> new Request.ListProcesses();
            case Request.Describe.KIND -> new Request.Describe(in.texts());
            case Request.Exec.KIND -> new Request.Exec(in.text(), in.optionalText(), change(in));
            case Request.Stop.KIND -> new Request.Stop(in.texts(), in.flag());
            case Request.Restart.KIND -> new Request.Restart(in.texts(), in.flag(), change(in));
            case Request.Delete.KIND -> new Request.Delete(in.texts(), in.flag());
            case Request.KillAll.KIND -> new Request.KillAll(in.flag());
            case Request.DropAll.KIND -> new Request.DropAll(in.flag());
            case Request.Init.KIND -> new Request.Init(in.flag(), in.flag());
            case Request.Reset.KIND -> new Request.Reset(in.texts());
            case Request.LogPaths.KIND -> new Request.LogPaths(in.texts());
            case Request.Pids.KIND -> new Request.Pids();
            case Request.KnownNames.KIND -> new Request.KnownNames();
            default -> GroupRequestCodec.decode(kind, in);
        };
    }

    private static void shown(Request.Shown shown, MessageWriter out) {
        out.flag(shown.view().coloured());
        out.bytes(shown.view().zone());
        encode(shown.asked(), out);
    }

    private static View view(MessageReader in) {
        return new View(in.flag(), in.bytes(View.MAX_ZONE_BYTES));
    }

    private static void exec(Request.Exec exec, MessageWriter out) {
        out.text(exec.file());
        out.optionalText(exec.name());
        change(exec.change(), out);
    }

    private static void stop(Request.Stop stop, MessageWriter out) {
        out.texts(stop.targets());
        out.flag(stop.force());
    }

    private static void restart(Request.Restart restart, MessageWriter out) {
        out.texts(restart.targets());
        out.flag(restart.counted());
        change(restart.change(), out);
    }

    private static void delete(Request.Delete delete, MessageWriter out) {
        out.texts(delete.targets());
        out.flag(delete.force());
    }

    private static void init(Request.Init init, MessageWriter out) {
        out.flag(init.processConfigOnly());
        out.flag(init.blocking());
    }

    static void change(DefinitionChange change, MessageWriter out) {
        out.optionalText(change.args());
        out.optionalText(change.envVars());
        out.optionalText(change.user());
        out.optionalText(change.log());
        out.optionalText(change.logDir());
        out.optionalFlag(change.noAutorestart());
        out.optionalTexts(change.dependencies());
        out.optionalTexts(change.groups());
    }

    static DefinitionChange change(MessageReader in) {
        return new DefinitionChange(
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                in.optionalFlag(),
                in.optionalTexts(),
                in.optionalTexts());
    }
}
