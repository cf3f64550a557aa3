package pmon3.daemon.command;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.server.Caller;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Tells from the kernel's word and the user database who a caller is to this pmond, and who owns what. */
public final class Authorities {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.command");

    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;

    private final int ownUid;
    private final UserDirectory users;
    private final Supplier<Settings> settings;

    /** @param ownUid pmond's: 0, or the one user a rootless pmond serves */
    public Authorities(int ownUid, UserDirectory users, Supplier<Settings> settings) {
        this.ownUid = ownUid;
        this.users = users;
        this.settings = settings;
    }

    /** @throws PmonException NOT_PERMITTED if this pmond does not serve the caller at all */
    public Authority of(Caller caller) {
        if (caller.uid() == 0 || caller.uid() == ownUid) {
            return new Authority(caller.uid(), Authority.Rank.MASTER);
        }
        if (ownUid != 0) {
            throw new PmonException(ErrorCode.NOT_PERMITTED, "this pmond serves uid " + ownUid + " alone");
        }
        return new Authority(
                caller.uid(), isOperator(caller.uid()) ? Authority.Rank.OPERATOR : Authority.Rank.ORDINARY);
    }

    /**
     * Whether a uid may ask at all: by the write bits of {@code message_queue.file_mode} for the group of the channel
     * directory, also an inherited one, and for others; the operators in any case.
     */
    public boolean isAdmitted(int uid) {
        if (uid == 0 || uid == ownUid) {
            return true;
        }
        Settings.Ownership files = settings.get().queue().ownership();
        return ownUid == 0
                && ((files.fileMode() & OTHERS_WRITE) != 0
                        || isOperator(uid)
                        || (files.fileMode() & GROUP_WRITES) != 0
                                && isKnown(uid, user -> isMember(user, files.group())));
    }

    /** Whether the row's uid still is its username's; otherwise only root may act on it. */
    public boolean isOwned(ManagedProcess process) {
        return users.byName(process.definition().username())
                .filter(account -> account.uid() == process.owner().uid())
                .isPresent();
    }

    private boolean isOperator(int uid) {
        Settings.Queue queue = settings.get().queue();
        return (queue.operatorUser().isPresent() || queue.operatorGroup().isPresent())
                && isKnown(
                        uid,
                        user -> queue.operatorUser().filter(user.name()::equals).isPresent()
                                || isMember(user, queue.operatorGroup()));
    }

    /** No answer from the user database is no membership: the rights of an ordinary user need no answer. */
    private boolean isKnown(int uid, Predicate<UserDirectory.Account> as) {
        try {
            return users.byUid(uid).filter(as).isPresent();
        } catch (PmonException late) {
            LOG.warn("uid {} counts as a member of no group: {}", uid, late.getMessage());
            return false;
        }
    }

    private boolean isMember(UserDirectory.Account account, Optional<String> group) {
        return group.flatMap(users::groupId)
                .filter(gid -> account.gid() == gid || account.groups().contains(gid))
                .isPresent();
    }
}
