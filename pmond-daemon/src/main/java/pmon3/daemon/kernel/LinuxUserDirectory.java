package pmon3.daemon.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import jnr.ffi.Pointer;
import jnr.posix.Group;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The name service switch through the C library (getpwnam(3), getpwuid(3), getgrnam(3), getgrouplist(3)). One thread
 * makes all look-ups, so the C library's static buffers are only ever used by that thread.
 */
public final class LinuxUserDirectory implements UserDirectory, AutoCloseable {
    static final long ANSWER_LIMIT_MS = 5000;
    static final long CACHE_LIMIT_NANOS = 10_000_000_000L;
    private static final int WAITING_LIMIT = 256;
    private static final int CACHE_ENTRIES_LIMIT = 1024;
    private static final int GROUPS_GUESS = 64;

    /** Loaded by the first look-up, in the look-ups' thread: it takes some 300 ms. */
    private static final class Posix {
        private static final POSIX INSTANCE = POSIXFactory.getNativePOSIX();
    }

    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_LIMIT), work -> {
                Thread created = new Thread(work, "pmon3-users");
                created.setDaemon(true);
                return created;
            });
    private final Cache<String, Account> accountsByName = new Cache<>(LinuxUserDirectory::findByName);
    private final Cache<Integer, Account> accountsByUid = new Cache<>(LinuxUserDirectory::findByUid);
    private final Cache<String, Integer> groupsByName = new Cache<>(LinuxUserDirectory::findGroup);

    @Override
    public Optional<Account> byName(String name) {
        return name.indexOf(0) >= 0 ? Optional.empty() : accountsByName.find(name);
    }

    @Override
    public Optional<Account> byUid(int uid) {
        return accountsByUid.find(uid);
    }

    @Override
    public Optional<Integer> groupId(String name) {
        return name.indexOf(0) >= 0 ? Optional.empty() : groupsByName.find(name);
    }

    /** A look-up that hangs is left behind with its thread. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static Optional<Account> findByName(String name) {
        Posix.INSTANCE.errno(0);
        return account(Posix.INSTANCE.getpwnam(name), name);
    }

    private static Optional<Account> findByUid(int uid) {
        Posix.INSTANCE.errno(0);
        return account(Posix.INSTANCE.getpwuid(uid), Integer.toUnsignedString(uid));
    }

    private static Optional<Integer> findGroup(String name) {
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

    private record Answer<V>(V value, long atNanos) {
        boolean isFresh(long nowNanos) {
            return nowNanos - atNanos < CACHE_LIMIT_NANOS;
        }
    }

    /** What was found is kept for a while; what was not found may be created at any moment. */
    private final class Cache<K, V> {
        private final Map<K, Answer<V>> answers = new ConcurrentHashMap<>();
        private final Function<K, Optional<V>> lookUp;

        Cache(Function<K, Optional<V>> lookUp) {
            this.lookUp = lookUp;
        }

        Optional<V> find(K key) {
            long now = System.nanoTime();
            Answer<V> answer = answers.get(key);
            if (answer != null && answer.isFresh(now)) {
                return Optional.of(answer.value());
            }
            Optional<V> found = ask(() -> lookUp.apply(key));
            forgetStale(now);
            found.ifPresent(value -> answers.put(key, new Answer<>(value, now)));
            return found;
        }

        private void forgetStale(long now) {
            answers.values().removeIf(answer -> !answer.isFresh(now));
            if (answers.size() >= CACHE_ENTRIES_LIMIT) {
                answers.clear();
            }
        }
    }

    private <V> V ask(Callable<V> lookUp) {
        try {
            Future<V> answer = thread.submit(lookUp);
            try {
                return answer.get(ANSWER_LIMIT_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException late) {
                answer.cancel(false);
                throw notAnswering(late);
            }
        } catch (RejectedExecutionException full) {
            throw notAnswering(full);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof PmonException known) {
                throw known;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw notAnswering(stop);
        }
    }

    private static PmonException notAnswering(Exception cause) {
        return new PmonException(ErrorCode.FAILED, "the user database does not answer", cause);
    }
}
