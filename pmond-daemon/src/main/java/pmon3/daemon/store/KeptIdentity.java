package pmon3.daemon.store;

import java.time.Instant;
import pmon3.daemon.kernel.ProcessIdentity;

/**
 * A program that runs though the database could not be told of it.
 *
 * @param processId and createdAt name the row that it belongs to
 */
public record KeptIdentity(long processId, Instant createdAt, ProcessIdentity identity) {}
