package pmon3.daemon.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;
import jnr.posix.Group;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The name service switch through the C library (getpwnam(3), getpwuid(3), getgrnam(3), getgrouplist(3)). A call may
 * take as long as the databases do. One thread only: the C library answers in static buffers.
 */
final class NameServices {
    private static final int GROUPS_GUESS = 64;

    private NameServices() {}

    /** Loaded by the first look-up, in the look-ups' thread: it takes some 300 ms. */
    private static final class Posix {
        private static final POSIX INSTANCE = POSIXFactory.getNativePOSIX();
    }

    static Optional<Account> accountByName(String name) {
        Posix.INSTANCE.errno(0);
        return account(Posix.INSTANCE.getpwnam(name), name);
    }

    static Optional<Account> accountByUid(int uid) {
        Posix.INSTANCE.errno(0);
        return account(Posix.INSTANCE.getpwuid(uid), Integer.toUnsignedString(uid));
    }

    static Optional<Integer> groupByName(String name) {
        Posix.INSTANCE.errno(0);
        Group group = Posix.INSTANCE.getgrnam(name);
        if (group == null) {
            requireAbsence(name);
            return Optional.empty();
        }
        return Optional.of((int) group.getGID());
    }

    private static Optional<Account> account(Passwd entry, String wanted) {
        if (entry == null) {
            requireAbsence(wanted);
            return Optional.empty();
        }
        String name = entry.getLoginName();
        int uid = (int) entry.getUID();
        int gid = (int) entry.getGID();
        String home = entry.getHome();
        String shell = entry.getShell();
        return Optional.of(new Account(name, uid, gid, home, shell, groups(name, gid)));
    }

    /** No entry and no database that answers look the same but for errno; these are all that mean no entry. */
    private static void requireAbsence(String wanted) {
        int errno = Posix.INSTANCE.errno();
        switch (errno) {
            case 0, Errno.ENOENT, Errno.ESRCH, Errno.EPERM, Errno.EBADF -> {}
            default -> throw new PmonException(ErrorCode.FAILED, "user database: " + wanted + ": " + Errno.text(errno));
        }
    }

    private static List<Integer> groups(String name, int gid) {
        Pointer user = LibC.text(name);
        Pointer count = LibC.allocate(Integer.BYTES);
        int capacity = GROUPS_GUESS;
        while (true) {
            Pointer groups = LibC.allocate(capacity * Integer.BYTES);
            count.putInt(0, capacity);
            if (LibC.calls().getgrouplist(user, gid, groups, count) >= 0) {
                return list(groups, count.getInt(0));
            }
            capacity = Math.max(capacity * 2, count.getInt(0));
        }
    }

    private static List<Integer> list(Pointer numbers, int count) {
        List<Integer> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(numbers.getInt((long) i * Integer.BYTES));
        }
        return list;
    }
}
