package pmon3.daemon.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import pmon3.daemon.config.ProcessConfig;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Redefinition;
import pmon3.daemon.supervise.Settlement;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** restart and start: what lives is stopped first; a name that only the process config knows is started from there. */
final class RestartCommand {
    private final Context context;
    private final boolean counted;
    private final DefinitionChange change;
    private final Map<Long, ProcessDefinition> definitions = new HashMap<>();
    private final List<Settlement> settlements = new ArrayList<>();

    /** @param counted whether the restart count rises */
    private RestartCommand(Context context, boolean counted, DefinitionChange change) {
        this.context = context;
        this.counted = counted;
        this.change = change;
    }

    static void run(Context context, Request.Restart request) {
        new RestartCommand(context, request.counted(), request.change()).run(request.targets());
    }

    /**
     * Restarts those that the caller may restart.
     *
     * @param reached which of them the change is for; the others start as they are
     */
    static void run(
            Context context,
            List<ManagedProcess> processes,
            boolean counted,
            DefinitionChange change,
            Predicate<ManagedProcess> reached) {
        RestartCommand command = new RestartCommand(context, counted, change);
        command.restartKnown(processes, context.fleet(), reached);
        command.finish();
    }

    private void run(List<String> targets) {
        List<ManagedProcess> fleet = context.fleet();
        Predicate<ManagedProcess> may = context.may(change.isEmpty() ? Deed.START : Deed.CHANGE);
        Targets meant = Targets.of(targets, fleet, may);
        context.answer().problems(meant.refused());
        restartKnown(meant.found(), fleet, process -> true);
        startFromConfig(meant.unknown());
        finish();
    }

    private void finish() {
        if (!settlements.isEmpty()) {
            context.waiting().await(settlements, definitions, context.patienceMs(), true, context.answer());
            context.rows().sendAll(context.answer());
        }
    }

    private void restartKnown(
            List<ManagedProcess> processes, List<ManagedProcess> fleet, Predicate<ManagedProcess> reached) {
        Map<ManagedProcess, Optional<Redefinition>> wanted = new LinkedHashMap<>();
        for (ManagedProcess process : processes) {
            try {
                wanted.put(process, reached.test(process) ? redefinition(process, fleet) : Optional.empty());
                definitions.put(process.id(), process.definition());
            } catch (PmonException refused) {
                context.answer().problem(refused);
            }
        }
        List<PmonException> changed = new ArrayList<>();
        settlements.addAll(context.supervisor().call(now -> restart(now, wanted, changed)));
        context.answer().problems(changed);
    }

    private List<Settlement> restart(
            Fleet fleet, Map<ManagedProcess, Optional<Redefinition>> wanted, List<PmonException> changed) {
        Map<Long, Optional<Redefinition>> unchanged = new LinkedHashMap<>();
        wanted.forEach((process, redefinition) -> {
            try {
                Context.unchanged(fleet, process);
                redefinition.ifPresent(wish ->
                        Limits.requireRoom(context.authority(), wish.owner().uid(), wish.definition(), fleet));
                unchanged.put(process.id(), redefinition);
            } catch (PmonException refused) {
                changed.add(refused);
            }
        });
        return fleet.restart(unchanged, counted);
    }

    private Optional<Redefinition> redefinition(ManagedProcess process, List<ManagedProcess> fleet) {
        if (change.isEmpty()) {
            return Optional.empty();
        }
        Redefinition wanted = context.definitions().changed(process.definition(), process.owner(), change);
        context.authority()
                .requireRunAs(wanted.definition().username(), wanted.owner().uid());
        Definitions.requireSound(wanted.definition(), process.id(), fleet);
        Dependencies.authorize(context, wanted.definition(), fleet);
        return Optional.of(wanted);
    }

    /** The file is read once, however many names there are. */
    private void startFromConfig(List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        try {
            ProcessConfig config = context.configs().readFor(context);
            names.forEach(name -> startFromConfig(config, name));
        } catch (PmonException refused) {
            context.answer().problem(refused);
        }
    }

    private void startFromConfig(ProcessConfig config, String name) {
        try {
            Settlement settlement =
                    context.configs().start(context, config, name).orElseThrow(() -> Targets.doesNotExist(name));
            context.supervisor()
                    .call(fleet -> fleet.byId(settlement.processId()))
                    .ifPresent(process -> definitions.put(process.id(), process.definition()));
            settlements.add(settlement);
        } catch (PmonException refused) {
            context.answer().problem(refused);
        }
    }
}
