package pmon3.daemon.command;

import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Who a caller is to this pmond; {@link Deed} says what that one may do.
 *
 * @param uid the caller's, as the kernel says
 * @param rank what that uid is to this pmond
 */
public record Authority(int uid, Rank rank) {
    private static final String ROOT = "root";

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

    boolean may(Deed deed, Deed.Target target) {
        return deed.isGiven(rank, target);
    }

    /** Whether a program may be made to run as that uid. */
    boolean mayRunAs(int otherUid) {
        return may(Deed.RUN_AS, Deed.Target.ofUid(otherUid, uid));
    }

    /** Whether it may assign to a group, remove from it, delete it, or name it for a process. */
    boolean mayUse(StoredGroup group) {
        return may(Deed.USE_GROUP, Deed.Target.ofUid(group.ownerUid(), uid));
    }

    /** @throws PmonException NOT_PERMITTED, in the Go program's words for root */
    void requireRunAs(String username, int otherUid) {
        if (!mayRunAs(otherUid)) {
            throw refusalToRunAs(username);
        }
    }

    static PmonException refusalToRunAs(String username) {
        return new PmonException(
                ErrorCode.NOT_PERMITTED,
                username.equals(ROOT)
                        ? "cannot set process user to root without sudo"
                        : "you may not run programs as " + username + "; ask root or an operator of pmond");
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
