package pmon3.daemon.command;

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

    /** Whether a uid may ask at all: by {@code message_queue.file_mode}, its user and its group. */
    public boolean isAdmitted(int uid) {
        boolean open = (settings.get().queue().ownership().fileMode() & OTHERS_WRITE) != 0;
        return uid == 0 || uid == ownUid || (ownUid == 0 && (open || isOperator(uid)));
    }

    /** Whether the row's uid still is its username's; otherwise only root may act on it. */
    public boolean isOwned(ManagedProcess process) {
        return users.byName(process.definition().username())
                .filter(account -> account.uid() == process.owner().uid())
                .isPresent();
    }

    /** No answer from the user database is no membership: the rights of an ordinary user need no answer. */
    private boolean isOperator(int uid) {
        Settings.Queue queue = settings.get().queue();
        if (queue.operatorUser().isEmpty() && queue.operatorGroup().isEmpty()) {
            return false;
        }
        try {
            return users.byUid(uid)
                    .filter(account -> isOperator(account, queue))
                    .isPresent();
        } catch (PmonException late) {
            LOG.warn("uid {} is served as an ordinary user: {}", uid, late.getMessage());
            return false;
        }
    }

    private boolean isOperator(UserDirectory.Account account, Settings.Queue queue) {
        boolean named = queue.operatorUser().filter(account.name()::equals).isPresent();
        return named
                || queue.operatorGroup()
                        .flatMap(users::groupId)
                        .filter(gid -> account.gid() == gid || account.groups().contains(gid))
                        .isPresent();
    }
}
