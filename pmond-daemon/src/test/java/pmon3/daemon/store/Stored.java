package pmon3.daemon.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;
import pmon3.model.ProcessStatus;

/** Values for tests of this package. */
final class Stored {
    static final Instant CREATED = Instant.parse("2026-11-22T21:41:37.122050178Z");
    static final Instant UPDATED = Instant.parse("2026-11-22T21:41:45Z");
    static final String BOOT_ID = "6e7d1b0a-58c4-4b57-9c0e-0f5c2f0a4a11";

    private Stored() {}

    static ProcessDefinition definition(String name) {
        return new ProcessDefinition(
                name, "/bin/sleep", "100 'a b'", "PORT=80", "nobody", "/var/log/" + name, true, List.of("db", "cache"));
    }

    static StoredProcess running(long id, String name) {
        return new StoredProcess(
                id,
                definition(name),
                CREATED,
                UPDATED,
                ProcessStatus.RUNNING,
                4711,
                65534,
                65534,
                Optional.of(new ProcessIdentity(4711, 123_456, BOOT_ID)),
                3,
                Optional.of(LastExit.at(ProcessExit.signaled(9), UPDATED)),
                false);
    }

    static StoredProcess withRemark(StoredProcess process, String remark) {
        return new StoredProcess(
                process.id(),
                process.definition(),
                process.createdAt(),
                process.updatedAt(),
                process.status(),
                process.pid(),
                process.uid(),
                process.gid(),
                process.identity(),
                process.restarts(),
                process.lastExit(),
                process.deleting(),
                remark);
    }

    static StoredProcess stopped(long id, String name) {
        return with(id, definition(name));
    }

    static StoredProcess withArgs(long id, String name, String args) {
        ProcessDefinition plain = definition(name);
        return with(
                id,
                new ProcessDefinition(
                        name,
                        plain.file(),
                        args,
                        plain.envVars(),
                        plain.username(),
                        plain.log(),
                        plain.autoRestart(),
                        plain.dependencies()));
    }

    /** A stopped process. */
    static StoredProcess with(long id, ProcessDefinition definition) {
        return new StoredProcess(
                id,
                definition,
                CREATED,
                UPDATED,
                ProcessStatus.STOPPED,
                0,
                0,
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                false);
    }

    static StoredGroup group(long id, String name) {
        return new StoredGroup(id, name, CREATED, UPDATED, 1000);
    }
}
