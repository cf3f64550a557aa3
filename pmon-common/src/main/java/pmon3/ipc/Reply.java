package pmon3.ipc;

import pmon3.model.ErrorCode;
import pmon3.model.ProcessDetails;
import pmon3.model.ProcessRow;

/** One piece of an answer. An answer is any number of pieces and then exactly one {@link Done}. */
public sealed interface Reply {
    /** A process table begins; its rows follow. Not sent when a command acted on nothing. */
    record TableStart() implements Reply {}

    record Row(ProcessRow row) implements Reply {}

    record Details(ProcessDetails details) implements Reply {}

    record LogPath(String name, String path) implements Reply {}

    /** A line for stderr that is no error: a warning, what is still awaited. */
    record Notice(String text) implements Reply {}

    /** A line for stderr that says what could not be done; it counts towards the exit status. */
    record Problem(ErrorCode code, String text) implements Reply {}

    /** The end of the answer. @param exitStatus the highest of all problems' statuses, else 0 */
    record Done(int exitStatus) implements Reply {}
}
