package pmon3.daemon.kernel;

import java.util.List;

/** Whom a program runs as: uid, gid and supplementary groups. A rootless daemon can use only its own. */
public record Credentials(int uid, int gid, List<Integer> groups) {
    public Credentials {
        groups = List.copyOf(groups);
    }
}
