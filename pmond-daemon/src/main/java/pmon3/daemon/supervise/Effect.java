package pmon3.daemon.supervise;

import java.util.List;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.Signal;

/** Something to be done because of a decision; as data, so that a test can read it and a crash can fall between two. */
public sealed interface Effect {
    /** Store the process as it now is; what follows is done only when that is durable. */
    record Persist(List<Effect> then) implements Effect {
        public Persist {
            then = List.copyOf(then);
        }
    }

    /** Remove it from the store. */
    record Forget() implements Effect {}

    /** Remove the log, if it is pmond's own, before a process of the same name can open it again. */
    record DiscardLog() implements Effect {}

    record Spawn(long ticket) implements Effect {}

    record Release(long ticket) implements Effect {}

    record Abort(long ticket) implements Effect {}

    /** Signal the leader's group and all other members of its session; {@code MembersSeen} follows. */
    record SignalAll(ProcessIdentity leader, Signal signal) implements Effect {}

    /** Look how many members live; {@code MembersSeen} follows. */
    record Look(ProcessIdentity leader) implements Effect {}

    /** The end was taken note of: the number may be reused. */
    record Acknowledge(int pid) implements Effect {}

    record Announce(Announcement announcement) implements Effect {}

    /** For the commands that wait for this process. */
    record Tell(Outcome outcome) implements Effect {}
}
