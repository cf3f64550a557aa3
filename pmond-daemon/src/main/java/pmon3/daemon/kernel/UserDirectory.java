package pmon3.daemon.kernel;

import java.util.List;
import java.util.Optional;

/**
 * The user and group databases (passwd, LDAP, ...). Every look-up is made in a thread of its own and takes at most 5 s;
 * answers are cached for at most 10 s, absence for 1 s. Never called by the supervisor, reaper, store or server threads.
 *
 * <p>Methods throw {@link pmon3.model.PmonException} when the databases do not answer in time.
 */
public interface UserDirectory {
    /** @param groups the supplementary groups, as initgroups(3) would set them, the primary one included */
    record Account(String name, int uid, int gid, String home, String shell, List<Integer> groups) {
        public Account {
            groups = List.copyOf(groups);
        }

        public Credentials credentials() {
            return new Credentials(uid, gid, groups);
        }
    }

    Optional<Account> byName(String name);

    Optional<Account> byUid(int uid);

    /** The number of a group's name. */
    Optional<Integer> groupId(String name);
}
