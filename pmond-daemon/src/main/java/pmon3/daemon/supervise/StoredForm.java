package pmon3.daemon.supervise;

import pmon3.daemon.store.StoredProcess;

/** What the store holds of a process as it now is. */
final class StoredForm {
    private StoredForm() {}

    static StoredProcess of(ManagedProcess process) {
        return new StoredProcess(
                process.id(),
                process.definition(),
                process.createdAt(),
                process.updatedAt(),
                process.storedStatus(),
                process.instance().pid(),
                process.owner().uid(),
                process.owner().gid(),
                process.instance().identity(),
                process.counts().restarts(),
                process.lastExit(),
                process.phase().isStopping() && process.goal() == Goal.DELETE,
                process.isUp() ? "" : process.remark());
    }
}
