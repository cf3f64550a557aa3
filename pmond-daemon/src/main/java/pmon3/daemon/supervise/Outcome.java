package pmon3.daemon.supervise;

import pmon3.model.ProcessExit;

/** What a waiting command must say about a process besides its row. */
public sealed interface Outcome {
    /** The start that was asked failed and was undone. */
    record StartFailed(String reason) implements Outcome {}

    /** It was started and ended within {@link Timing#SETTLE_MS}. */
    record EndedAtOnce(ProcessExit exit) implements Outcome {}

    /** Some of it survives SIGKILL. */
    record Survives() implements Outcome {}

    /** The change could not be stored, so it was not done. */
    record NotStored(String reason) implements Outcome {}

    /** It is done, but a crash of pmond would forget it until it can be stored. */
    record NotYetStored(String reason) implements Outcome {}
}
