package pmon3.cli.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pmon3.ipc.Reply;
import pmon3.model.ExitStatus;
import pmon3.model.PmonException;

/** {@code logf}: looks at all logs in turn until a signal ends the client or nobody reads any more. */
public final class FollowLoop {
    /** How often is looked; 200 ms is what was promised. */
    static final int LOOK_INTERVAL_MS = 100;

    private final LogOutput out;
    private final List<LogFollower> followers = new ArrayList<>();
    private int exitStatus = ExitStatus.DONE;

    public FollowLoop(LogOutput out) {
        this.out = out;
    }

    /** Shows the wanted lines of one more log; one that cannot be read is reported and left out. */
    public void add(Reply.LogPath log, Lines lines) {
        LogFollower follower = new LogFollower(log, out);
        try {
            follower.start(lines);
            followers.add(follower);
        } catch (PmonException e) {
            fail(e.getMessage(), e.code().exitStatus());
        } catch (IOException e) {
            fail("cannot read the log " + log.path() + ": " + e.getMessage(), ExitStatus.FAILED);
        }
    }

    /** Returns only if there is nothing to follow, or when the thread is interrupted. */
    public int run() {
        try {
            while (!followers.isEmpty()) {
                look();
                Thread.sleep(LOOK_INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return exitStatus;
    }

    private void look() {
        for (int i = followers.size() - 1; i >= 0; i--) {
            try {
                followers.get(i).look();
            } catch (IOException e) {
                fail("cannot follow the log any more: " + e, ExitStatus.FAILED);
                followers.remove(i);
            }
        }
    }

    private void fail(String line, int status) {
        out.error(line);
        exitStatus = Math.max(exitStatus, status);
    }
}
