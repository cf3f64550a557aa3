package pmon3.daemon.command;

import java.util.List;
import java.util.function.Predicate;
import pmon3.config.Settings;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Supervisor;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** What one command has at hand. One thread. */
record Context(
        Authority authority,
        Authorities authorities,
        Supervisor supervisor,
        Settings settings,
        Rows rows,
        Waiting waiting,
        Definitions definitions,
        ProcessConfigs configs,
        Answer answer) {

    /** A master needs no look-up, so that root can act while the user database does not answer. */
    Predicate<ManagedProcess> mayControl() {
        return process -> authority.isMaster() || authority.mayControl(process, authorities.isOwned(process));
    }

    Predicate<ManagedProcess> mayChange() {
        return process -> authority.isMaster() || authority.mayChange(process, authorities.isOwned(process));
    }

    /** Whose user is the caller; for a master all. */
    Predicate<ManagedProcess> isOfCaller() {
        return process ->
                authority.isMaster() || process.owner().uid() == authority.uid() && authorities.isOwned(process);
    }

    List<ManagedProcess> fleet() {
        return supervisor.call(Fleet::all);
    }

    long patienceMs() {
        return settings.waits().cmdExecResponseMs();
    }

    /**
     * Runs on the supervisor thread, in the moment of the deed: whether the process is still what was authorized.
     *
     * @throws PmonException if it was deleted, or given to somebody else, meanwhile
     */
    static ManagedProcess unchanged(Fleet fleet, ManagedProcess authorized) {
        ManagedProcess now = fleet.byId(authorized.id()).orElseThrow(() -> Targets.doesNotExist(authorized.name()));
        if (!now.owner().equals(authorized.owner())
                || !now.definition().username().equals(authorized.definition().username())) {
            throw new PmonException(
                    ErrorCode.FAILED, authorized.name() + " was given to another user meanwhile; try again");
        }
        return now;
    }
}
