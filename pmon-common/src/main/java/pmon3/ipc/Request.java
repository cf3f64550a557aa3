package pmon3.ipc;

import java.util.List;
import java.util.Optional;
import pmon3.model.DefinitionChange;

/**
 * One thing a client asks. Targets are ids or names as typed; a text of digits only is an id. An empty target list means
 * all, where the command allows that.
 */
public sealed interface Request {
    /** The message's number on the wire: frozen, never used again once given; see {@link RequestCodec}. */
    int kind();

    /** Answers with {@link Reply.Done} alone: is pmond there and does it speak this protocol? */
    record Ping() implements Request {
        static final int KIND = 1;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record ListProcesses() implements Request {
        static final int KIND = 2;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Describe(List<String> targets) implements Request {
        static final int KIND = 3;

        public Describe {
            targets = List.copyOf(targets);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /**
     * @param file absolute path of the program
     * @param name empty: the file's base name
     */
    record Exec(String file, Optional<String> name, DefinitionChange change) implements Request {
        static final int KIND = 4;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Stop(List<String> targets, boolean force) implements Request {
        static final int KIND = 5;

        public Stop {
            targets = List.copyOf(targets);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** @param counted whether the restart count rises: {@code restart} yes, {@code start} no */
    record Restart(List<String> targets, boolean counted, DefinitionChange change) implements Request {
        static final int KIND = 6;

        public Restart {
            targets = List.copyOf(targets);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Delete(List<String> targets, boolean force) implements Request {
        static final int KIND = 7;

        public Delete {
            targets = List.copyOf(targets);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    record KillAll(boolean force) implements Request {
        static final int KIND = 8;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record DropAll(boolean force) implements Request {
        static final int KIND = 9;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Init(boolean processConfigOnly, boolean blocking) implements Request {
        static final int KIND = 10;

        @Override
        public int kind() {
            return KIND;
        }
    }

    record Reset(List<String> targets) implements Request {
        static final int KIND = 11;

        public Reset {
            targets = List.copyOf(targets);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** Where the logs are; the client reads them with the caller's own rights. */
    record LogPaths(List<String> targets) implements Request {
        static final int KIND = 12;

        public LogPaths {
            targets = List.copyOf(targets);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }
}
