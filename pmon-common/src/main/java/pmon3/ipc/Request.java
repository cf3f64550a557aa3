package pmon3.ipc;

import java.util.List;
import java.util.Optional;
import pmon3.model.DefinitionChange;

/**
 * One thing a client asks. Targets are ids or names as typed; a text of digits only is an id. An empty target list means
 * all, where the command allows that.
 */
public sealed interface Request {
    /** Answers with {@link Reply.Done} alone: is pmond there and does it speak this protocol? */
    record Ping() implements Request {}

    record ListProcesses() implements Request {}

    record Describe(List<String> targets) implements Request {
        public Describe {
            targets = List.copyOf(targets);
        }
    }

    /**
     * @param file absolute path of the program
     * @param name empty: the file's base name
     */
    record Exec(String file, Optional<String> name, DefinitionChange change) implements Request {}

    record Stop(List<String> targets, boolean force) implements Request {
        public Stop {
            targets = List.copyOf(targets);
        }
    }

    /** @param counted whether the restart count rises: {@code restart} yes, {@code start} no */
    record Restart(List<String> targets, boolean counted, DefinitionChange change) implements Request {
        public Restart {
            targets = List.copyOf(targets);
        }
    }

    record Delete(List<String> targets, boolean force) implements Request {
        public Delete {
            targets = List.copyOf(targets);
        }
    }

    record KillAll(boolean force) implements Request {}

    record DropAll(boolean force) implements Request {}

    record Init(boolean processConfigOnly, boolean blocking) implements Request {}

    record Reset(List<String> targets) implements Request {
        public Reset {
            targets = List.copyOf(targets);
        }
    }

    /** Where the logs are; the client reads them with the caller's own rights. */
    record LogPaths(List<String> targets) implements Request {
        public LogPaths {
            targets = List.copyOf(targets);
        }
    }
}
