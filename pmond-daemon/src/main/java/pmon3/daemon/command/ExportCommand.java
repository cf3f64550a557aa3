package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pmon3.config.Names;
import pmon3.daemon.config.ProcessConfigWriter;
import pmon3.daemon.config.WrittenEntry;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.ExportOrder;
import pmon3.model.ProcessDefinition;

/**
 * export: all processes as a process config, for everybody, as everybody may see them: others' env-vars are left out, also
 * from what the order tells.
 */
final class ExportCommand {
    /** A process and what of it the caller may see. */
    private record Exported(ManagedProcess process, boolean whole, WrittenEntry entry) {
        ProcessDefinition definition() {
            return entry.definition();
        }

        String groups() {
            return String.join(" ", entry.groups());
        }

        String dependencies() {
            return String.join(" ", definition().dependencies());
        }
    }

    private ExportCommand() {}

    static void run(Context context, Request.Export request) {
        List<Exported> all = exported(context);
        List<WrittenEntry> entries =
                all.stream().sorted(by(request.order())).map(Exported::entry).toList();
        new ProcessConfigWriter(request.format())
                .write(entries)
                .forEach(piece -> context.answer().send(new Reply.Text(piece)));
        if (!all.stream().allMatch(Exported::whole)) {
            context.answer().notice("the env-vars of other users' processes are left out");
        }
    }

    /** One moment's; what the caller may see of it may take a look into the user database, which the supervisor never does. */
    private static List<Exported> exported(Context context) {
        Map<ManagedProcess, List<StoredGroup>> processes = new LinkedHashMap<>();
        context.supervisor().call(fleet -> {
            fleet.all().forEach(process -> processes.put(process, fleet.groups().of(process.id())));
            return processes.size();
        });
        List<Exported> all = new ArrayList<>();
        processes.forEach((process, groups) -> {
            boolean whole = context.ownership().mayForSure(Deed.SEE_ENVIRONMENT, process);
            all.add(new Exported(
                    process,
                    whole,
                    new WrittenEntry(
                            visible(process.definition(), whole),
                            groups.stream().map(ExportCommand::nameOrId).toList())));
        });
        return all;
    }

    /** A name of the Go program's that could not be read back gives way to the id. */
    private static String nameOrId(StoredGroup group) {
        return Names.problem("group", group.name()).isEmpty() ? group.name() : Long.toString(group.id());
    }

    private static ProcessDefinition visible(ProcessDefinition definition, boolean withEnvironment) {
        return withEnvironment
                ? definition
                : new ProcessDefinition(
                        definition.name(),
                        definition.file(),
                        definition.args(),
                        "",
                        definition.username(),
                        definition.log(),
                        definition.autoRestart(),
                        definition.dependencies());
    }

    /** Ascending, ties by id; texts by their characters, as the Go program's database orders them. */
    private static Comparator<Exported> by(ExportOrder order) {
        Comparator<Exported> comparator = switch (order) {
            case ID -> Comparator.comparing(one -> one.process().id());
            case NAME -> Comparator.comparing(one -> one.definition().name());
            case FILE -> Comparator.comparing(one -> one.definition().file());
            case USER -> Comparator.comparing(one -> one.definition().username());
            case LOG -> Comparator.comparing(one -> one.definition().log());
            case ARGS -> Comparator.comparing(one -> one.definition().args());
            case ENV_VARS -> Comparator.comparing(one -> one.definition().envVars());
            case DEPENDENCIES -> Comparator.comparing(Exported::dependencies);
            case GROUPS -> Comparator.comparing(Exported::groups);
            case NO_AUTO_RESTART ->
                Comparator.comparing(one -> !one.definition().autoRestart());
            case AUTO_RESTART -> Comparator.comparing(one -> one.definition().autoRestart());
            case STATUS ->
                Comparator.comparing(one -> one.process().storedStatus().code());
            case PID -> Comparator.comparing(one -> one.process().shownPid());
            case UID -> Comparator.comparing(one -> one.process().owner().uid());
            case GID -> Comparator.comparing(one -> one.process().owner().gid());
            case CREATED_AT -> Comparator.comparing(one -> one.process().createdAt());
            case UPDATED_AT -> Comparator.comparing(one -> one.process().updatedAt());
        };
        return comparator.thenComparing(one -> one.process().id());
    }
}
