package pmon3.daemon.store;

import java.time.Instant;
import java.util.Optional;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessStatus;

/**
 * One stored process: the Go program's row and what our own tables add.
 *
 * @param pid the row's pid; 0 when nothing lives
 * @param uid the row's user, which owns the process
 * @param identity ours, and only where name and created_at of our table agree with the row's: the process that was last
 *     started, kept until nothing of it lives
 * @param restarts the restart count
 * @param deleting a del was begun and must be carried through
 * @param remark why it does not run, for people; empty if it does or if there is nothing to say
 */
public record StoredProcess(
        long id,
        ProcessDefinition definition,
        Instant createdAt,
        Instant updatedAt,
        ProcessStatus status,
        int pid,
        int uid,
        int gid,
        Optional<ProcessIdentity> identity,
        long restarts,
        Optional<LastExit> lastExit,
        boolean deleting,
        String remark) {
    /** One of which there is nothing to say. */
    public StoredProcess(
            long id,
            ProcessDefinition definition,
            Instant createdAt,
            Instant updatedAt,
            ProcessStatus status,
            int pid,
            int uid,
            int gid,
            Optional<ProcessIdentity> identity,
            long restarts,
            Optional<LastExit> lastExit,
            boolean deleting) {
        this(id, definition, createdAt, updatedAt, status, pid, uid, gid, identity, restarts, lastExit, deleting, "");
    }
}
