package pmon3.daemon.store;

import java.time.Instant;

/**
 * A named set of processes.
 *
 * @param ownerUid who created it; 0 for groups of the Go program
 */
public record StoredGroup(long id, String name, Instant createdAt, Instant updatedAt, int ownerUid) {}
