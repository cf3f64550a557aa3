package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import pmon3.daemon.config.ProcessConfig;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Redefinition;
import pmon3.daemon.supervise.Settlement;
import pmon3.ipc.Request;
import pmon3.model.DependencyOrder;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** init: what the process config and the database name and what is not running is started; nothing is restarted. */
final class InitCommand {
    /** With {@code --blocking}: until all have left the queue, however long their chains of dependencies are. */
    private static final long BLOCKING_PATIENCE_MS = TimeUnit.HOURS.toMillis(1);

    private final Context context;
    private final Request.Init request;
    private final Map<Long, ProcessDefinition> definitions = new HashMap<>();
    private final List<Settlement> settlements = new ArrayList<>();
    private final Set<String> configured = new HashSet<>();
    private boolean acted;

    private InitCommand(Context context, Request.Init request) {
        this.context = context;
        this.request = request;
    }

    static void run(Context context, Request.Init request) {
        new InitCommand(context, request).run();
    }

    private void run() {
        List<ManagedProcess> fleet = context.fleet();
        ProcessConfig config = context.configs().read(context.settings(), fleet).requireNoProblems();
        config.warnings().forEach(context.answer()::notice);
        requireNoCycle(config, fleet);
        for (ProcessConfig.Entry entry : ProcessConfigs.inOrder(config.entries())) {
            configured.add(entry.name());
            apply(entry);
        }
        if (!request.processConfigOnly()) {
            startRest();
        }
        finish();
    }

    private void finish() {
        if (!acted && context.answer().exitStatus() == 0) {
            context.answer().notice("nothing to start: all that is named here is running");
        }
        if (acted) {
            long patience = request.blocking() ? BLOCKING_PATIENCE_MS : context.patienceMs();
            context.waiting().await(settlements, definitions, patience, false, context.answer());
            context.rows().sendAll(context.answer());
        }
    }

    /** The file and the database together: a cycle refuses the file. */
    private static void requireNoCycle(ProcessConfig config, List<ManagedProcess> fleet) {
        Map<String, DependencyOrder.Node> nodes = new HashMap<>();
        fleet.forEach(process -> nodes.put(
                process.name(),
                new DependencyOrder.Node(
                        process.id(), process.name(), process.definition().dependencies())));
        List<Set<String>> before = DependencyOrder.cycles(List.copyOf(nodes.values()));
        config.entries().forEach(entry -> nodes.put(entry.name(), entry.node()));
        for (Set<String> cycle : DependencyOrder.cycles(List.copyOf(nodes.values()))) {
            if (!before.contains(cycle)) {
                throw new PmonException(
                        ErrorCode.BAD_CONFIGURATION,
                        "the process config and the database together have a circle of dependencies: "
                                + String.join(", ", cycle));
            }
        }
    }

    private void apply(ProcessConfig.Entry entry) {
        try {
            Redefinition wanted = context.configs().definition(entry, context.settings());
            if (context.authority().mayRunAs(wanted.owner().uid())) {
                Optional<ManagedProcess> known = context.fleet().stream()
                        .filter(process -> process.name().equals(entry.name()))
                        .findFirst();
                known.ifPresentOrElse(process -> applyTo(process, wanted, entry), () -> create(wanted, entry));
            }
        } catch (PmonException refused) {
            context.answer().problem(refused);
        }
    }

    private void create(Redefinition wanted, ProcessConfig.Entry entry) {
        took(context.supervisor().call(fleet -> context.configs().create(fleet, wanted, entry.groups())), wanted);
    }

    private void applyTo(ManagedProcess process, Redefinition wanted, ProcessConfig.Entry entry) {
        if (process.owner().uid() != wanted.owner().uid()) {
            throw new PmonException(
                    ErrorCode.FAILED,
                    entry.name() + " of the process config runs as "
                            + wanted.definition().username() + ", but the process of that name belongs to "
                            + process.definition().username() + ": not applied; delete that or name this differently");
        }
        boolean changes = !wanted.definition().equals(process.definition());
        if (changes && !context.mayChange().test(process)
                || !context.mayControl().test(process)) {
            throw Authority.refusal(process);
        }
        context.supervisor()
                .call(fleet -> applyTo(fleet, process, wanted, entry.groups(), changes))
                .ifPresent(settlement -> took(settlement, wanted));
    }

    private static Optional<Settlement> applyTo(
            Fleet fleet, ManagedProcess authorized, Redefinition wanted, List<String> groups, boolean changes) {
        ManagedProcess process = Context.unchanged(fleet, authorized);
        boolean joins = !fleet.groups().namesOf(process.id()).containsAll(groups);
        Optional<Settlement> joined = joins
                ? Optional.of(fleet.join(process.id(), groups, wanted.owner().uid()))
                : Optional.empty();
        if (!process.isUp()) {
            return Optional.of(fleet.start(process.id(), changes ? Optional.of(wanted) : Optional.empty()));
        }
        return changes ? Optional.of(fleet.redefine(process.id(), wanted)) : joined;
    }

    private void startRest() {
        for (ManagedProcess process : context.fleet()) {
            boolean mine = !configured.contains(process.name())
                    && !process.isUp()
                    && context.mayControl().test(process);
            if (mine) {
                Settlement settlement = context.supervisor()
                        .call(fleet ->
                                fleet.start(Context.unchanged(fleet, process).id(), Optional.empty()));
                took(settlement, new Redefinition(process.definition(), process.owner()));
            }
        }
    }

    private void took(Settlement settlement, Redefinition wanted) {
        acted = true;
        settlements.add(settlement);
        definitions.put(settlement.processId(), wanted.definition());
    }
}
