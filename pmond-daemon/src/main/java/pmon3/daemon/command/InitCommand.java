package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.config.ProcessConfig;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Redefinition;
import pmon3.daemon.supervise.Settlement;
import pmon3.ipc.Request;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/**
 * init: what the process config and the database name and what is not running is started; nothing is restarted. The whole
 * file is read, checked and turned into definitions before the first of it is applied.
 */
final class InitCommand {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.command");
    /** With {@code --blocking}: until all have left the queue, however long their chains of dependencies are. */
    private static final long BLOCKING_PATIENCE_MS = TimeUnit.HOURS.toMillis(1);

    private final Context context;
    private final Request.Init request;
    private final Map<Long, ProcessDefinition> definitions = new HashMap<>();
    private final List<Settlement> settlements = new ArrayList<>();
    private final Set<String> configured = new HashSet<>();

    private InitCommand(Context context, Request.Init request) {
        this.context = context;
        this.request = request;
    }

    static void run(Context context, Request.Init request) {
        new InitCommand(context, request).run();
    }

    private void run() {
        List<ManagedProcess> fleet = context.fleet();
        ProcessConfig config = context.configs().readWhole(context, fleet);
        for (ConfiguredProcess process : context.configs().configured(context, config, fleet)) {
            configured.add(process.name());
            apply(process);
        }
        if (!request.processConfigOnly()) {
            startRest();
        }
        finish();
    }

    private void finish() {
        if (!settlements.isEmpty()) {
            long patience = request.blocking() ? BLOCKING_PATIENCE_MS : context.patienceMs();
            context.waiting().await(settlements, definitions, patience, false, context.answer());
            context.rows().sendAll(context.answer());
        } else if (context.answer().exitStatus() == 0) {
            context.answer().notice("nothing to start: all that is named here is running");
        }
    }

    private void apply(ConfiguredProcess process) {
        try {
            if (concernsCaller(process)) {
                authorize(process);
                context.supervisor()
                        .call(fleet -> apply(fleet, process))
                        .forEach(settlement -> took(settlement, process.wanted()));
            }
        } catch (PmonException refused) {
            context.answer().problem(refused);
        }
    }

    /** Ordinary users' init is about their own only, whatever else the file says. */
    private boolean concernsCaller(ConfiguredProcess process) {
        Authority authority = context.authority();
        return authority.rank() != Authority.Rank.ORDINARY
                || process.uid() == authority.uid()
                || process.known()
                        .filter(known -> known.owner().uid() == authority.uid())
                        .isPresent();
    }

    private void authorize(ConfiguredProcess process) {
        process.conflict().ifPresent(conflict -> {
            LOG.warn(conflict.getMessage());
            throw conflict;
        });
        Redefinition wanted = process.wanted();
        if (process.known().isEmpty()) {
            context.authority().requireRunAs(wanted.definition().username(), process.uid());
            return;
        }
        ManagedProcess known = process.known().get();
        boolean changes = !wanted.definition().equals(known.definition());
        if (!context.may(changes ? Deed.CHANGE : Deed.START).test(known)) {
            throw Authority.refusal(known);
        }
    }

    private List<Settlement> apply(Fleet fleet, ConfiguredProcess process) {
        if (process.known().isEmpty()) {
            return context.configs().create(fleet, process).map(List::of).orElse(List.of());
        }
        ManagedProcess now = Context.unchanged(fleet, process.known().get());
        List<Settlement> begun = new ArrayList<>();
        context.configs().regroup(fleet, now.id(), process.entry()).ifPresent(begun::add);
        boolean changes = !process.wanted().definition().equals(now.definition());
        Optional<Redefinition> redefinition = Optional.of(process.wanted()).filter(wanted -> changes);
        if (!now.isUp()) {
            begun.add(fleet.start(now.id(), redefinition));
        } else {
            redefinition.ifPresent(wanted -> begun.add(fleet.redefine(now.id(), wanted)));
        }
        return begun;
    }

    private void startRest() {
        for (ManagedProcess process : context.fleet()) {
            if (!configured.contains(process.name()) && context.may(Deed.START).test(process)) {
                context.supervisor()
                        .call(fleet -> start(fleet, process))
                        .ifPresent(settlement ->
                                took(settlement, new Redefinition(process.definition(), process.owner())));
            }
        }
    }

    /** Empty if it is up, or was deleted meanwhile. */
    private static Optional<Settlement> start(Fleet fleet, ManagedProcess process) {
        boolean down = fleet.byId(process.id()).filter(now -> !now.isUp()).isPresent();
        return down
                ? Optional.of(fleet.start(Context.unchanged(fleet, process).id(), Optional.empty()))
                : Optional.empty();
    }

    private void took(Settlement settlement, Redefinition wanted) {
        settlements.add(settlement);
        definitions.put(settlement.processId(), wanted.definition());
    }
}
