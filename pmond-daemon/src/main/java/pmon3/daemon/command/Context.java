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
        Ownership ownership,
        Supervisor supervisor,
        Settings settings,
        Rows rows,
        Waiting waiting,
        Definitions definitions,
        ProcessConfigs configs,
        Answer answer) {

    /** Whether the caller may do it to a process. */
    Predicate<ManagedProcess> may(Deed deed) {
        return process -> ownership.may(deed, process);
    }

    /**
     * Whoever makes something grow is somebody: uids without an account, of which one user may have thousands in user
     * namespaces, would each have the room of a user.
     *
     * @throws PmonException NOT_PERMITTED if the caller is in no user database
     */
    void requireAccount() {
        if (authority.rank() == Authority.Rank.ORDINARY && !definitions.isKnown(authority.uid())) {
            throw new PmonException(
                    ErrorCode.NOT_PERMITTED,
                    "uid " + authority.uid() + " is in no user database: it may look, but create nothing");
        }
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
