package pmon3.daemon.command;

import java.util.Optional;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.Groups;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Tally;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/**
 * What bounds the memory that processes and groups take of pmond. Those of a user are for all but root, and for whoever
 * runs a rootless pmond.
 */
final class Limits {
    /** Of one definition's texts in UTF-8; execve(2) itself takes no single argument over 128 KiB. */
    static final int DEFINITION_BYTES = 128 << 10;
    /** Names that one definition depends on. */
    static final int DEPENDENCIES = 256;
    /** Of all definitions of an ordinary user together. */
    static final int USER_BYTES = 4 << 20;
    /** Processes of an ordinary user. */
    static final int USER_PROCESSES = 1_000;
    /** Of all definitions of all users but root: a quarter of pmond's heap. */
    static final int ALL_BYTES = 24 << 20;
    /** Processes of all users but root. */
    static final int ALL_PROCESSES = 5_000;
    /** Groups that an ordinary user has made. */
    static final int USER_GROUPS = 100;
    /** Groups that all users but root have made. */
    static final int ALL_GROUPS = 2_000;
    /** Groups that one process is in. */
    static final int PROCESS_GROUPS = 64;

    private Limits() {}

    /** @throws PmonException LIMIT if the definition alone is too large */
    static void requireSize(ProcessDefinition definition) {
        if (definition.textBytes() > DEFINITION_BYTES) {
            throw limit(definition.name() + " is described by more than " + (DEFINITION_BYTES >> 10)
                    + " KiB of arguments, variables, paths and dependencies; put them into a file");
        }
        if (definition.dependencies().size() > DEPENDENCIES) {
            throw limit(definition.name() + " depends on "
                    + definition.dependencies().size() + " processes; " + DEPENDENCIES
                    + " is the limit: let some of them depend on each other");
        }
    }

    /**
     * Whether the caller's user may have this definition besides, or instead of the one of that name; masters always may.
     *
     * @param ownerUid whose it will be
     * @throws PmonException LIMIT if the user, or all users together, have too much already
     */
    static void requireRoom(Authority authority, int ownerUid, ProcessDefinition definition, Fleet fleet) {
        requireRoom(authority, ownerUid, definition, fleet.tally(), fleet.byName(definition.name()));
    }

    static void requireRoom(
            Authority authority,
            int ownerUid,
            ProcessDefinition definition,
            Tally tally,
            Optional<ManagedProcess> replaced) {
        if (authority.isMaster()) {
            return;
        }
        Tally.Sum own = tally.of(ownerUid, replaced);
        Tally.Sum all = tally.ofAll(replaced);
        long bytes = definition.textBytes();
        if (own.processes() >= USER_PROCESSES || own.bytes() + bytes > USER_BYTES) {
            throw limit(text(definition.username() + " has ", own, bytes, USER_PROCESSES, USER_BYTES));
        }
        if (ownerUid != 0 && (all.processes() >= ALL_PROCESSES || all.bytes() + bytes > ALL_BYTES)) {
            throw limit(text("all users but root together have ", all, bytes, ALL_PROCESSES, ALL_BYTES));
        }
    }

    private static String text(String who, Tally.Sum sum, long more, int processes, int bytes) {
        return who + sum.processes() + " processes, described by " + (sum.bytes() + more >> 10) + " KiB; " + processes
                + " and " + (bytes >> 10) + " KiB are the limits: delete some, or ask root";
    }

    /**
     * Whether the caller may make so many more groups; masters always may.
     *
     * @throws PmonException LIMIT if the caller, or all users together, have too many already
     */
    static void requireRoomForGroups(Authority authority, Groups groups, int more) {
        if (authority.isMaster() || more == 0) {
            return;
        }
        int own = groups.countOf(authority.uid());
        if (own + more > USER_GROUPS || groups.countOfAll() + more > ALL_GROUPS) {
            throw limit("you have made " + own + " groups, and all users but root " + groups.countOfAll() + "; "
                    + USER_GROUPS + " and " + ALL_GROUPS + " are the limits: delete some, or ask root");
        }
    }

    /** @throws PmonException LIMIT if a process would be in too many groups; masters may put it there */
    static void requireRoomInGroups(Authority authority, long processId, Fleet fleet, int groups) {
        if (!authority.isMaster() && groups > PROCESS_GROUPS) {
            String process = fleet.byId(processId).map(ManagedProcess::name).orElse("it");
            throw limit(process + " would be in " + groups + " groups; " + PROCESS_GROUPS
                    + " is the limit: remove it from some first");
        }
    }

    private static PmonException limit(String text) {
        return new PmonException(ErrorCode.LIMIT, text);
    }
}
