package pmon3.daemon.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Settlement;
import pmon3.ipc.Reply;
import pmon3.model.ProcessDefinition;

/** ls, desc, log and reset: what needs no more than a look, or a zero. */
final class LookCommands {
    private LookCommands() {}

    /** @param unstored the names of those that are not stored */
    private record Listing(List<ManagedProcess> all, List<String> unstored) {
        static Listing of(Fleet fleet) {
            List<ManagedProcess> all = fleet.all();
            return new Listing(
                    all,
                    all.stream()
                            .filter(process -> fleet.isUnstored(process.id()))
                            .map(ManagedProcess::name)
                            .toList());
        }
    }

    /** One question to the supervisor: each costs two hand-overs between threads. */
    static void list(Context context) {
        Listing listing = context.supervisor().call(Listing::of);
        context.rows().sendAll(context.answer(), listing.all());
        if (!listing.unstored().isEmpty()) {
            context.answer().notice("not stored yet: " + String.join(", ", listing.unstored()) + "; see pmond's log");
        }
    }

    static void describe(Context context, List<String> targets) {
        Targets meant = Targets.of(targets, context.fleet(), process -> true);
        context.answer().problems(meant.problems());
        int intervalMs = context.settings().monitorIntervalMs();
        Rows.Look look = context.rows().look(meant.found());
        for (ManagedProcess process : meant.found()) {
            look.details(
                    context.answer(),
                    process,
                    context.supervisor().call(fleet -> fleet.groups().namesOf(process.id())),
                    context.ownership().mayForSure(Deed.SEE_ENVIRONMENT, process),
                    context.supervisor().call(fleet -> Remarks.of(fleet, process, intervalMs, Instant.now())));
        }
    }

    static void logPaths(Context context, List<String> targets) {
        Targets meant = Targets.of(targets, context.fleet(), process -> true);
        context.answer().problems(meant.problems());
        meant.found()
                .forEach(process -> context.answer()
                        .send(new Reply.LogPath(
                                process.name(), process.definition().log())));
    }

    /** Memory alone is asked: no /proc, no user database. */
    static void knownNames(Context context) {
        for (ManagedProcess process : context.fleet()) {
            context.answer().send(new Reply.KnownName(false, process.id(), process.name()));
        }
        for (StoredGroup group :
                context.supervisor().call(fleet -> fleet.groups().all())) {
            context.answer().send(new Reply.KnownName(true, group.id(), group.name()));
        }
    }

    static void reset(Context context, List<String> targets) {
        Targets meant = targets.isEmpty()
                ? Targets.all(context.fleet(), context.may(Deed.RESET))
                : Targets.of(targets, context.fleet(), context.may(Deed.RESET));
        context.answer().problems(meant.problems());
        List<Settlement> settlements = new ArrayList<>();
        for (ManagedProcess process : meant.found()) {
            settlements.add(context.supervisor()
                    .call(fleet -> fleet.reset(Context.unchanged(fleet, process).id())));
        }
        if (!settlements.isEmpty()) {
            Map<Long, ProcessDefinition> definitions = new HashMap<>();
            meant.found().forEach(process -> definitions.put(process.id(), process.definition()));
            context.waiting().await(settlements, definitions, context.patienceMs(), false, context.answer());
            context.rows().sendAll(context.answer());
        }
    }
}
