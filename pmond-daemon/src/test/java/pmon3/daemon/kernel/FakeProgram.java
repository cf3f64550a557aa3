package pmon3.daemon.kernel;

import java.util.Optional;
import pmon3.model.ProcessExit;

/**
 * What a file does on a {@link FakeKernel}.
 *
 * @param failure why its helper fails before it is ready
 * @param failureAfterGo why it cannot be executed
 * @param end how it ends as soon as it was executed; empty: it lives
 * @param hangs whether its helper gets stuck before it is ready, where not even SIGKILL ends it, until the kernel thaws
 * @param children how many it makes in its own group and session
 */
public record FakeProgram(
        Optional<String> failure,
        Optional<String> failureAfterGo,
        Optional<ProcessExit> end,
        boolean hangs,
        int children,
        boolean ignoresTerm) {

    public static FakeProgram lives() {
        return new FakeProgram(Optional.empty(), Optional.empty(), Optional.empty(), false, 0, false);
    }

    public static FakeProgram endsAtOnce(ProcessExit exit) {
        return new FakeProgram(Optional.empty(), Optional.empty(), Optional.of(exit), false, 0, false);
    }

    public static FakeProgram fails(String reason) {
        return new FakeProgram(Optional.of(reason), Optional.empty(), Optional.empty(), false, 0, false);
    }

    public static FakeProgram failsAfterGo(String reason) {
        return new FakeProgram(Optional.empty(), Optional.of(reason), Optional.empty(), false, 0, false);
    }

    public static FakeProgram neverReady() {
        return new FakeProgram(Optional.empty(), Optional.empty(), Optional.empty(), true, 0, false);
    }

    public FakeProgram withChildren(int count) {
        return new FakeProgram(failure, failureAfterGo, end, hangs, count, ignoresTerm);
    }

    /** It and its children. */
    public FakeProgram ignoringTerm() {
        return new FakeProgram(failure, failureAfterGo, end, hangs, children, true);
    }
}
