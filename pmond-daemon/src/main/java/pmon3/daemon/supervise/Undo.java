package pmon3.daemon.supervise;

import pmon3.model.ProcessDefinition;

/** What a failed start leads back to, so that a command that failed changed nothing. */
public sealed interface Undo {
    /** Nothing: the start was automatic, or it has succeeded. */
    record Nothing() implements Undo {}

    /** The process is new: it is removed. */
    record Remove() implements Undo {}

    /** The process is known: it gets its old definition and owner back, and stands where it stood. */
    record Restore(ProcessDefinition definition, Owner owner, Phase phase) implements Undo {}

    Undo NOTHING = new Nothing();
    Undo REMOVE = new Remove();
}
