package pmon3.daemon.command;

import java.util.HashMap;
import java.util.Map;
import pmon3.daemon.command.Deed.Target;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.model.PmonException;

/** Whose processes are, to one caller of one request: each username is asked for once. One thread. */
final class Ownership {
    private final Authority authority;
    private final Authorities authorities;
    private final Map<String, Boolean> known = new HashMap<>();

    Ownership(Authority authority, Authorities authorities) {
        this.authority = authority;
        this.authorities = authorities;
    }

    /**
     * A caller whose right depends on no more than the uids needs no look-up, so that root can act while the user database
     * does not answer, and nobody makes it busy with others' processes.
     *
     * @throws PmonException if it has to be asked and does not answer
     */
    boolean may(Deed deed, ManagedProcess process) {
        Target byUid = Target.ofUid(process.owner().uid(), authority.uid());
        if (!authority.may(deed, byUid) || !deed.dependsOnTarget(authority.rank())) {
            return authority.may(deed, byUid);
        }
        return isOwned(process) || authority.may(deed, Target.ADRIFT);
    }

    /** The same, and no answer means no. */
    boolean mayForSure(Deed deed, ManagedProcess process) {
        try {
            return may(deed, process);
        } catch (PmonException unanswered) {
            return false;
        }
    }

    private boolean isOwned(ManagedProcess process) {
        String key = process.owner().uid() + ":" + process.definition().username();
        return known.computeIfAbsent(key, absent -> authorities.isOwned(process));
    }
}
