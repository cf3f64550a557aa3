package pmon3.system;

import java.time.Duration;
import java.util.List;

/** What a command that has ended did. */
public record Ran(List<String> command, int exit, String out, String err, Duration took) {
    public Ran {
        command = List.copyOf(command);
    }

    /** This, if the exit status was 0; else an error with all that the command said. */
    public Ran ok() {
        return exited(0);
    }

    public Ran exited(int expected) {
        if (exit != expected) {
            throw new AssertionError("exit status " + exit + " instead of " + expected + ": " + this);
        }
        return this;
    }

    public List<String> lines() {
        return out.lines().toList();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit " + exit + "\nstdout:\n" + out + "\nstderr:\n" + err;
    }
}
