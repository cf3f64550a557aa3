package pmon3.daemon.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The name service switch through the C library's reentrant calls (getpwnam_r(3), getpwuid_r(3), getgrnam_r(3),
 * getgrouplist(3)). A call may take as long as the databases do. Any thread.
 */
final class NameServices {
    private static final int GROUPS_GUESS = 64;
    private static final int TEXTS_GUESS_BYTES = 4 * 1024;
    /** A group of a hundred thousand members fits. */
    private static final int TEXTS_LIMIT_BYTES = 16 * 1024 * 1024;

    private static final int TEXT_LIMIT_BYTES = 64 * 1024;

    /** struct passwd and struct group (pwd.h, grp.h) on 64 bits. */
    private static final int STRUCT_BYTES = 64;

    private static final int NAME = 0;
    private static final int UID = 16;
    private static final int GID = 20;
    private static final int HOME = 32;
    private static final int SHELL = 40;
    private static final int GROUP_GID = 16;

    private NameServices() {}

    /** One of the three calls. */
    private interface Call {
        int ask(Pointer entry, Pointer texts, long textsBytes, Pointer found);
    }

    /** @param texts what the entry points into */
    private record Entry(Pointer fields, Pointer texts) {
        String text(int offset) {
            Pointer text = fields.getPointer(offset);
            return text == null ? "" : text.getString(0, TEXT_LIMIT_BYTES, StandardCharsets.UTF_8);
        }
    }

    static Optional<Account> accountByName(String name) {
        Pointer text = LibC.text(name);
        return find(name, (entry, texts, bytes, found) -> LibC.calls().getpwnam_r(text, entry, texts, bytes, found))
                .map(NameServices::account);
    }

    static Optional<Account> accountByUid(int uid) {
        return find(
                        Integer.toUnsignedString(uid),
                        (entry, texts, bytes, found) -> LibC.calls().getpwuid_r(uid, entry, texts, bytes, found))
                .map(NameServices::account);
    }

    static Optional<Integer> groupByName(String name) {
        Pointer text = LibC.text(name);
        return find(name, (entry, texts, bytes, found) -> LibC.calls().getgrnam_r(text, entry, texts, bytes, found))
                .map(entry -> entry.fields().getInt(GROUP_GID));
    }

    private static Optional<Entry> find(String wanted, Call call) {
        Pointer fields = LibC.allocate(STRUCT_BYTES);
        Pointer found = LibC.allocate(Long.BYTES);
        for (int bytes = TEXTS_GUESS_BYTES; ; bytes *= 2) {
            Pointer texts = LibC.allocate(bytes);
            int errno = call.ask(fields, texts, bytes, found);
            if (errno == 0 && found.getAddress(0) != 0) {
                return Optional.of(new Entry(fields, texts));
            }
            if (errno != Errno.ERANGE || bytes >= TEXTS_LIMIT_BYTES) {
                requireAbsence(wanted, errno);
                return Optional.empty();
            }
        }
    }

    private static Account account(Entry entry) {
        String name = entry.text(NAME);
        int gid = entry.fields().getInt(GID);
        return new Account(
                name, entry.fields().getInt(UID), gid, entry.text(HOME), entry.text(SHELL), groups(name, gid));
    }

    /** No entry and no database that answers look the same but for errno; these are all that mean no entry. */
    private static void requireAbsence(String wanted, int errno) {
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
