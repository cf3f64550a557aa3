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
import pmon3.model.PmonException;

/**
 * The threads of the look-ups: some for pmond and root, others for ordinary users, of whom each has few at a time and a
 * bounded queue for the rest. Any thread.
 */
final class LookUpThreads implements AutoCloseable {
    static final int OWN_THREADS = 4;
    static final int USERS_THREADS = 8;
    static final int THREADS_PER_USER = 2;
    static final int WAITING_PER_USER = 64;
    static final int WAITING_LIMIT = 1024;

    /** What one ordinary user has asked for. */
    private static final class Lane {
        private final Deque<Job> waiting = new ArrayDeque<>();
        private int running;
    }

    private record Job(Runnable work, Consumer<PmonException> refused) {}

    private final ThreadPoolExecutor own;
    private final ThreadPoolExecutor users;
    private final Map<Integer, Lane> lanes = new HashMap<>();

    /** @param idleLimit how long a thread waits for more work before it ends */
    LookUpThreads(Duration idleLimit) {
        own = pool("pmon3-users", OWN_THREADS, idleLimit);
        users = pool("pmon3-users-asked", USERS_THREADS, idleLimit);
    }

    private static ThreadPoolExecutor pool(String name, int threads, Duration idleLimit) {
        LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(WAITING_LIMIT);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, idleLimit.toMillis(), TimeUnit.MILLISECONDS, waiting, work -> {
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
     * @param refused told at once if too much waits already
     */
    void execute(OptionalInt user, Runnable work, Consumer<PmonException> refused) {
        Job job = new Job(work, refused);
        if (user.isPresent()) {
            enter(user.getAsInt(), job);
        } else {
            submit(own, work, job);
        }
    }

    private synchronized void enter(int uid, Job job) {
        Lane lane = lanes.computeIfAbsent(uid, added -> new Lane());
        if (lane.waiting.size() >= WAITING_PER_USER) {
            job.refused().accept(LookUps.notAnswering(null));
            return;
        }
        lane.waiting.add(job);
        beginNext(uid, lane);
    }

    private void beginNext(int uid, Lane lane) {
        while (lane.running < THREADS_PER_USER && !lane.waiting.isEmpty()) {
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
            job.refused().accept(LookUps.notAnswering(full));
            return false;
        }
    }

    @Override
    public void close() {
        own.shutdownNow();
        users.shutdownNow();
    }
}
