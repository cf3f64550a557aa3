package pmon3.daemon.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** What bounds the memory that one user's processes take of pmond. */
final class Limits {
    /** Of one definition's texts in UTF-8; execve(2) itself takes no single argument over 128 KiB. */
    static final int DEFINITION_BYTES = 128 << 10;
    /** Of all definitions of an ordinary user together. */
    static final int USER_BYTES = 4 << 20;
    /** Processes of an ordinary user. */
    static final int USER_PROCESSES = 1_000;

    private Limits() {}

    /** @throws PmonException LIMIT if the definition alone is too large */
    static void requireSize(ProcessDefinition definition) {
        if (bytes(definition) > DEFINITION_BYTES) {
            throw new PmonException(
                    ErrorCode.LIMIT,
                    definition.name() + " is described by more than " + (DEFINITION_BYTES >> 10)
                            + " KiB of arguments, variables, paths and dependencies; put them into a file");
        }
    }

    /**
     * Whether the caller's user may have this definition besides, or instead of the one of that name; masters always may.
     *
     * @param ownerUid whose it will be
     * @throws PmonException LIMIT if the user has too much already
     */
    static void requireRoom(
            Authority authority, int ownerUid, ProcessDefinition definition, List<ManagedProcess> fleet) {
        if (authority.isMaster()) {
            return;
        }
        List<ManagedProcess> others = fleet.stream()
                .filter(process ->
                        process.owner().uid() == ownerUid && !process.name().equals(definition.name()))
                .toList();
        long bytes = others.stream()
                        .mapToLong(process -> bytes(process.definition()))
                        .sum()
                + bytes(definition);
        if (others.size() >= USER_PROCESSES || bytes > USER_BYTES) {
            throw new PmonException(
                    ErrorCode.LIMIT,
                    definition.username() + " has " + others.size() + " processes, described by " + (bytes >> 10)
                            + " KiB; " + USER_PROCESSES + " and " + (USER_BYTES >> 10)
                            + " KiB are the limits: delete some, or ask root");
        }
    }

    private static long bytes(ProcessDefinition definition) {
        long bytes = length(definition.name())
                + length(definition.file())
                + length(definition.args())
                + length(definition.envVars())
                + length(definition.log());
        for (String dependency : definition.dependencies()) {
            bytes += length(dependency);
        }
        return bytes;
    }

    private static long length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
