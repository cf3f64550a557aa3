package pmon3.ipc;

import java.util.List;
import java.util.Optional;
import pmon3.model.DefinitionChange;
import pmon3.model.ExportFormat;
import pmon3.model.ExportOrder;

/**
 * One thing a client asks. Targets are ids or names as typed; a text of digits only is an id. An empty target list means
 * all, where the command allows that.
 */
public sealed interface Request {
    /** The message's number on the wire: frozen, never used again once given; see {@link RequestCodec}. */
    int kind();

    /** What is asked, however the answer is to be given. */
    default Request asked() {
        return this;
    }

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

    /** All groups. The kinds from 20 on are those of groups and of the process config. */
    record ListGroups() implements Request {
        static final int KIND = 20;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** Groups, and who is in them. */
    record DescribeGroups(List<String> groups) implements Request {
        static final int KIND = 21;

        public DescribeGroups {
            groups = List.copyOf(groups);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    record CreateGroups(List<String> names) implements Request {
        static final int KIND = 22;

        public CreateGroups {
            names = List.copyOf(names);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** The processes in them stay. */
    record DeleteGroups(List<String> groups) implements Request {
        static final int KIND = 23;

        public DeleteGroups {
            groups = List.copyOf(groups);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** Each of the processes joins each of the groups. */
    record AssignGroups(List<String> groups, List<String> targets) implements Request {
        static final int KIND = 24;

        public AssignGroups {
            groups = List.copyOf(groups);
            targets = List.copyOf(targets);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** Each of the processes leaves each of the groups. */
    record LeaveGroups(List<String> groups, List<String> targets) implements Request {
        static final int KIND = 25;

        public LeaveGroups {
            groups = List.copyOf(groups);
            targets = List.copyOf(targets);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** {@link Stop} for all that are in one of the groups. */
    record StopGroups(List<String> groups, boolean force) implements Request {
        static final int KIND = 26;

        public StopGroups {
            groups = List.copyOf(groups);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** {@link Delete} for all that are in one of the groups; the groups stay. */
    record DropGroups(List<String> groups, boolean force) implements Request {
        static final int KIND = 27;

        public DropGroups {
            groups = List.copyOf(groups);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** {@link Restart} for all that are in one of the groups. */
    record RestartGroups(List<String> groups, boolean counted, DefinitionChange change) implements Request {
        static final int KIND = 28;

        public RestartGroups {
            groups = List.copyOf(groups);
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** All processes as a process config, in {@link Reply.Text}. */
    record Export(ExportFormat format, ExportOrder order) implements Request {
        static final int KIND = 29;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** In which order all would be started: the process config's and, unless that only is asked for, the database's. */
    record StartOrder(boolean processConfigOnly) implements Request {
        static final int KIND = 30;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** The same, answered as text: where pieces of an answer make a table, {@link Reply.Text} comes in their place. */
    record Shown(View view, Request asked) implements Request {
        static final int KIND = 31;

        /** @throws IllegalArgumentException if what is asked is a {@code Shown} itself */
        public Shown {
            if (asked instanceof Shown) {
                throw new IllegalArgumentException("what is shown cannot be shown again");
            }
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** Which pids {@code topn} is to show: pmond's own and those of all members of all processes. */
    record Pids() implements Request {
        static final int KIND = 40;

        @Override
        public int kind() {
            return KIND;
        }
    }

    /** What a word on the command line may be completed to; cheap, since a shell waits for it at each press of a key. */
    record KnownNames() implements Request {
        static final int KIND = 41;

        @Override
        public int kind() {
            return KIND;
        }
    }
}
