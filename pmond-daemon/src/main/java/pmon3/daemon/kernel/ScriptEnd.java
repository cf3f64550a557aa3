package pmon3.daemon.kernel;

import java.time.Duration;
import pmon3.model.ProcessExit;

/** What became of a script. */
public sealed interface ScriptEnd {
    /** It returned or was killed by somebody else, and nobody writes to its output any more. */
    record Ended(ProcessExit exit) implements ScriptEnd {}

    /** @param reason one line: the path or step and the cause */
    record NotStarted(String reason) implements ScriptEnd {}

    /** It took too long and was killed, with its session. */
    record Killed(Duration limit) implements ScriptEnd {}

    /** It ended itself, but what it had started wrote on, took too long and was killed. */
    record LeftoversKilled(ProcessExit exit, Duration limit) implements ScriptEnd {}

    /** Killed because pmond ends. */
    record CutOff() implements ScriptEnd {}
}
