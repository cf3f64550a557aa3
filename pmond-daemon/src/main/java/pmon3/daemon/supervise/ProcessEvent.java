package pmon3.daemon.supervise;

import java.util.List;
import java.util.Optional;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.model.ProcessExit;

/** Everything that can happen to a managed process: the columns of the state table. */
public sealed interface ProcessEvent {
    /** Names the columns, for switches that the compiler checks for completeness. */
    enum Kind {
        START_ASKED,
        RESTART_ASKED,
        STOP_ASKED,
        RESET_ASKED,
        REDEFINED,
        TURN_CAME,
        DEPENDANTS_GONE,
        SPAWN_READY,
        SPAWN_FAILED,
        EXECUTED,
        EXITED,
        MEMBERS_SEEN,
        TIME_UP,
        MONITOR_TICK,
        STORE_REFUSED
    }

    Kind kind();

    /** Start it if nothing of it lives. @param isNew whether a failure removes it */
    record StartAsked(Optional<Redefinition> redefinition, boolean isNew) implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.START_ASKED;
        }
    }

    /**
     * Stop what lives, then start.
     *
     * @param counted whether the restart count rises
     * @param held whether something that depends on it has to stop first
     */
    record RestartAsked(Optional<Redefinition> redefinition, boolean counted, boolean held) implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.RESTART_ASKED;
        }
    }

    /**
     * @param goal STOP, DELETE or CLOSE
     * @param force SIGKILL at once
     * @param held whether something that depends on it has to stop first
     */
    record StopAsked(Goal goal, boolean force, boolean held) implements ProcessEvent {
        public StopAsked {
            if (goal != Goal.STOP && goal != Goal.DELETE && goal != Goal.CLOSE) {
                throw new IllegalArgumentException("not a goal of a stop: " + goal);
            }
        }

        @Override
        public Kind kind() {
            return Kind.STOP_ASKED;
        }
    }

    record ResetAsked() implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.RESET_ASKED;
        }
    }

    /** Its definition changes without a restart. */
    record Redefined(Redefinition redefinition) implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.REDEFINED;
        }
    }

    /** What it depends on has been started. */
    record TurnCame() implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.TURN_CAME;
        }
    }

    /** What depends on it and was to stop before it has stopped. */
    record DependantsGone() implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.DEPENDANTS_GONE;
        }
    }

    record SpawnReady(ProcessIdentity identity) implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.SPAWN_READY;
        }
    }

    /** Nothing of the attempt lives. */
    record SpawnFailed(String reason) implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.SPAWN_FAILED;
        }
    }

    record Executed() implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.EXECUTED;
        }
    }

    /** Its leader has ended. */
    record Exited(ProcessExit exit) implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.EXITED;
        }
    }

    /** A look at /proc found these live members of its session. */
    record MembersSeen(List<Integer> pids) implements ProcessEvent {
        public MembersSeen {
            pids = List.copyOf(pids);
        }

        int count() {
            return pids.size();
        }

        @Override
        public Kind kind() {
            return Kind.MEMBERS_SEEN;
        }
    }

    /** {@link ManagedProcess#wakeAtMs} has passed. */
    record TimeUp() implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.TIME_UP;
        }
    }

    /** A monitor interval has passed. */
    record MonitorTick() implements ProcessEvent {
        @Override
        public Kind kind() {
            return Kind.MONITOR_TICK;
        }
    }

    /**
     * What had to be stored first could not be.
     *
     * @param awaited what was to be done once it was durable; tells which wish was refused
     */
    record StoreRefused(String reason, List<Effect> awaited) implements ProcessEvent {
        public StoreRefused {
            awaited = List.copyOf(awaited);
        }

        boolean concerns(Effect effect) {
            return awaited.contains(effect);
        }

        @Override
        public Kind kind() {
            return Kind.STORE_REFUSED;
        }
    }
}
