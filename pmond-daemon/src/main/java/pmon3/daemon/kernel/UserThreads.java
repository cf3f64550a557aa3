package pmon3.daemon.kernel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Threads for work that may hang for a while: some for pmond and root, others for ordinary users, of whom each has few at a
 * time and a queue for the rest. Any thread; nothing here waits.
 */
public final class UserThreads implements AutoCloseable {
    /**
     * @param name of the threads
     * @param own for pmond and root
     * @param users for all ordinary users together
     * @param perUser how many of these one user has at most
     * @param waitingPerUser how much work of one user may wait for them
     * @param waiting how much work may wait of pmond and root, and of all users whose turn it is
     * @param idleLimit how long a thread waits for more work before it ends
     */
    public record Limits(
            String name, int own, int users, int perUser, int waitingPerUser, int waiting, Duration idleLimit) {}

    /** What one ordinary user has asked for. */
    private static final class Lane {
        private final Deque<Job> waiting = new ArrayDeque<>();
        private int running;
    }

    private record Job(Runnable work, Consumer<RejectedExecutionException> refused) {}

    private final Limits limits;
    private final ThreadPoolExecutor own;
    private final ThreadPoolExecutor users;
    private final Map<Integer, Lane> lanes = new HashMap<>();

    public UserThreads(Limits limits) {
        this.limits = limits;
        own = pool(limits.name(), limits.own());
        users = pool(limits.name() + "-asked", limits.users());
    }

    private ThreadPoolExecutor pool(String name, int threads) {
        LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(limits.waiting());
        long idleMs = limits.idleLimit().toMillis();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, idleMs, TimeUnit.MILLISECONDS, waiting, work -> {
                    Thread created = new Thread(work, name);
                    created.setDaemon(true);
                    return created;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * @param user for whom; empty for pmond itself and root
     * @param work must not throw
     * @param refused told instead, at once or later, if too much waits already or there can be no thread
     * @return takes the work out of the queue; without effect if its turn has come
     */
    public Runnable execute(OptionalInt user, Runnable work, Consumer<RejectedExecutionException> refused) {
        Job job = new Job(work, refused);
        if (user.isPresent()) {
            enter(user.getAsInt(), job);
            return () -> leave(user.getAsInt(), job);
        }
        submit(own, work, job);
        return () -> own.remove(work);
    }

    private synchronized void enter(int uid, Job job) {
        Lane lane = lanes.computeIfAbsent(uid, added -> new Lane());
        if (lane.waiting.size() >= limits.waitingPerUser()) {
            job.refused().accept(new RejectedExecutionException("too much of uid " + Integer.toUnsignedString(uid)));
            return;
        }
        lane.waiting.add(job);
        beginNext(uid, lane);
    }

    private synchronized void leave(int uid, Job job) {
        Lane lane = lanes.get(uid);
        if (lane != null) {
            lane.waiting.remove(job);
        }
    }

    private void beginNext(int uid, Lane lane) {
        while (lane.running < limits.perUser() && !lane.waiting.isEmpty()) {
            Job job = lane.waiting.remove();
            boolean begun = submit(users, () -> runThenNext(uid, lane, job), job);
            lane.running += begun ? 1 : 0;
        }
        if (lane.running == 0) {
            lanes.remove(uid);
        }
    }

    private void runThenNext(int uid, Lane lane, Job job) {
        job.work().run();
        synchronized (this) {
            lane.running--;
            beginNext(uid, lane);
        }
    }

    private static boolean submit(ThreadPoolExecutor pool, Runnable work, Job job) {
        try {
            pool.execute(work);
            return true;
        } catch (RejectedExecutionException full) {
            job.refused().accept(full);
            return false;
        } catch (OutOfMemoryError noThread) {
            job.refused().accept(new RejectedExecutionException(noThread));
            return false;
        }
    }

    /** What hangs is left behind with its thread. */
    @Override
    public void close() {
        own.shutdownNow();
        users.shutdownNow();
    }
}
