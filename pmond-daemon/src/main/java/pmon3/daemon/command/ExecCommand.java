package pmon3.daemon.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Outcome;
import pmon3.daemon.supervise.Redefinition;
import pmon3.daemon.supervise.Settlement;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** exec: a new process, or a known one of the same file that does not live. */
final class ExecCommand {
    private final Context context;
    private final Request.Exec request;
    private final String name;

    private ExecCommand(Context context, Request.Exec request) {
        this.context = context;
        this.request = request;
        this.name = request.name().orElseGet(() -> Definitions.baseName(request.file()));
    }

    static void run(Context context, Request.Exec request) {
        new ExecCommand(context, request).run();
    }

    private void run() {
        context.requireAccount();
        List<ManagedProcess> fleet = context.fleet();
        Optional<ManagedProcess> known =
                fleet.stream().filter(process -> process.name().equals(name)).findFirst();
        Redefinition wanted = known.map(this::again).orElseGet(this::fresh);
        authorize(wanted, fleet);
        Definitions.requireSound(
                wanted.definition(), known.map(ManagedProcess::id).orElse(0L), fleet);
        request.change().groups().ifPresent(groups -> Memberships.authorize(context, groups));
        Settlement settlement = context.supervisor()
                .call(now -> known.map(process -> restart(now, process, wanted)).orElseGet(() -> create(now, wanted)));
        finish(settlement, wanted.definition());
    }

    private Redefinition fresh() {
        DefinitionChange change = request.change();
        Account owner = change.user()
                .map(context.definitions()::account)
                .orElseGet(
                        () -> context.definitions().account(context.authority().uid()));
        return context.definitions()
                .fresh(
                        name,
                        request.file(),
                        change,
                        owner,
                        context.settings().logs().directory());
    }

    private Redefinition again(ManagedProcess process) {
        Deed deed = request.change().isEmpty() ? Deed.START : Deed.CHANGE;
        if (!context.may(deed).test(process)) {
            throw Authority.refusal(process);
        }
        requireStartable(process);
        return context.definitions().changed(process.definition(), process.owner(), request.change());
    }

    private void requireStartable(ManagedProcess process) {
        if (!process.definition().file().equals(request.file())) {
            throw new PmonException(
                    ErrorCode.FAILED,
                    "the name " + name + " belongs to " + process.definition().file());
        }
        if (process.isUp()) {
            throw new PmonException(ErrorCode.FAILED, "process already running with the name provided: " + name);
        }
    }

    /** Starting as it is needs no right to run as its user; anything else does. */
    private void authorize(Redefinition wanted, List<ManagedProcess> fleet) {
        boolean asItIs = request.change().isEmpty()
                && fleet.stream().anyMatch(process -> process.name().equals(name));
        if (!asItIs) {
            context.authority()
                    .requireRunAs(wanted.definition().username(), wanted.owner().uid());
        }
        Dependencies.authorize(context, wanted.definition(), fleet);
    }

    private Settlement create(Fleet fleet, Redefinition wanted) {
        fleet.byName(name).ifPresent(this::requireStartable);
        if (fleet.byName(name).isPresent()) {
            throw new PmonException(ErrorCode.FAILED, name + " was created meanwhile; try again");
        }
        requireRoom(fleet, wanted);
        return fleet.create(wanted.definition(), wanted.owner());
    }

    private Settlement restart(Fleet fleet, ManagedProcess authorized, Redefinition wanted) {
        requireStartable(Context.unchanged(fleet, authorized));
        if (request.change().isEmpty()) {
            return fleet.start(authorized.id(), Optional.empty());
        }
        requireRoom(fleet, wanted);
        return fleet.start(authorized.id(), Optional.of(wanted));
    }

    private void requireRoom(Fleet fleet, Redefinition wanted) {
        Limits.requireRoom(context.authority(), wanted.owner().uid(), wanted.definition(), fleet);
    }

    private void finish(Settlement settlement, ProcessDefinition definition) {
        context.waiting()
                .await(
                        List.of(settlement),
                        Map.of(settlement.processId(), definition),
                        context.patienceMs(),
                        true,
                        context.answer());
        boolean failed = settlement.outcomes().stream()
                .anyMatch(outcome -> outcome instanceof Outcome.StartFailed || outcome instanceof Outcome.NotStored);
        if (!failed) {
            request.change()
                    .groups()
                    .ifPresent(groups -> Memberships.join(context, definition, settlement.processId(), groups));
            context.rows().sendAll(context.answer());
        }
    }
}
