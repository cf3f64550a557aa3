package pmon3.daemon.command;

import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * What one caller may do; docs/SECURITY.md prints the same table.
 *
 * @param uid the caller's, as the kernel says
 * @param rank what that uid is to this pmond
 */
public record Authority(int uid, Rank rank) {
    /** From all rights to few. */
    public enum Rank {
        /** Root, and whoever runs a rootless pmond: everything. */
        MASTER,
        /** Everything but create a process of uid 0 or change one. */
        OPERATOR,
        /** See all; start, change, stop and delete what is theirs. */
        ORDINARY
    }

    boolean isMaster() {
        return rank == Rank.MASTER;
    }

    /** Whether it may start as is, stop, restart without flags, reset or delete it. @param owned see {@link Ownership} */
    boolean mayControl(ManagedProcess process, boolean owned) {
        return switch (rank) {
            case MASTER -> true;
            case OPERATOR -> owned;
            case ORDINARY -> owned && process.owner().uid() == uid;
        };
    }

    /** Whether it may change its definition as well. */
    boolean mayChange(ManagedProcess process, boolean owned) {
        return switch (rank) {
            case MASTER -> true;
            case OPERATOR -> owned && process.owner().uid() != 0;
            case ORDINARY -> owned && process.owner().uid() == uid;
        };
    }

    /** Whether a program may be made to run as that uid. */
    boolean mayRunAs(int otherUid) {
        return switch (rank) {
            case MASTER -> true;
            case OPERATOR -> otherUid != 0;
            case ORDINARY -> otherUid == uid;
        };
    }

    /** Whether it may assign to a group, remove from it, delete it, or name it for a process. */
    boolean mayOwn(StoredGroup group) {
        return rank != Rank.ORDINARY || group.ownerUid() == uid;
    }

    boolean maySeeEnvironment(ManagedProcess process) {
        return rank != Rank.ORDINARY || process.owner().uid() == uid;
    }

    /** @throws PmonException NOT_PERMITTED, in the Go program's words for root */
    void requireRunAs(String username, int otherUid) {
        if (!mayRunAs(otherUid)) {
            throw new PmonException(
                    ErrorCode.NOT_PERMITTED,
                    otherUid == 0
                            ? "cannot set process user to root without sudo"
                            : "you may not run programs as " + username + "; ask root or an operator of pmond");
        }
    }

    static PmonException refusal(ManagedProcess process) {
        return new PmonException(
                ErrorCode.NOT_PERMITTED,
                process.name() + " belongs to " + process.definition().username()
                        + ": you may not do that to it; ask root or an operator of pmond");
    }

    static PmonException refusal(StoredGroup group) {
        return new PmonException(
                ErrorCode.NOT_PERMITTED,
                "group " + group.name() + " belongs to uid " + group.ownerUid()
                        + ": you may not do that to it; ask its owner, root or an operator of pmond");
    }
}
