package pmon3.daemon.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker pool: for each user a lane, in which so many requests are at work at once and the others wait in order, and a
 * second one of width one for large requests; free threads go to the lanes in turn. How much may wait is bounded by
 * {@link ChannelCount}. Any thread.
 */
final class Lanes {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    private record Key(int uid, boolean large) {}

    private static final class Lane {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }

    private record Job(Key key, Runnable work) {}

    private final Map<Key, Lane> lanes = new LinkedHashMap<>();
    private final ExecutorService threads;
    private final int ownUid;
    private int running;
    private boolean closed;

    Lanes(int ownUid) {
        this.ownUid = ownUid;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                ServerLimits.THREAD_IDLE_SEC,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "answer-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Does the work soon, in a thread of the pool; it must not throw. False if there can be no thread for it. */
    boolean submit(int uid, boolean large, Runnable work) {
        Job job = enter(new Key(uid, large), work);
        if (job == null) {
            return true;
        }
        try {
            threads.execute(() -> runAll(job));
            return true;
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            end(job.key());
            log.warn("no thread for a request of uid {}", Integer.toUnsignedString(uid), e);
            return false;
        }
    }

    /** Begins nothing more, and waits for what is at work. */
    void close(int waitMs) {
        refuseMore();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(waitMs, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void runAll(Job first) {
        for (Job job = first; job != null; job = endAndNext(job.key())) {
            long startNs = System.nanoTime();
            job.work().run();
            if (job.key().large() && !isReserved(job.key())) {
                restAfter(System.nanoTime() - startNs);
            }
        }
    }

    /** The lane is taken meanwhile. */
    private static void restAfter(long tookNs) {
        long mostNs = TimeUnit.MILLISECONDS.toNanos(ServerLimits.LARGE_REST_MOST_MS);
        LockSupport.parkNanos(Math.min(mostNs, tookNs * ServerLimits.LARGE_REST_TIMES));
    }

    /** Behind what waits; the job to begin now, if any, is then this one. */
    private synchronized Job enter(Key key, Runnable work) {
        Lane lane = lanes.computeIfAbsent(key, added -> new Lane());
        lane.waiting.add(work);
        return nextOf(key, lane);
    }

    private synchronized void end(Key key) {
        Lane lane = lanes.get(key);
        lane.running--;
        running--;
        if (lane.running == 0 && lane.waiting.isEmpty()) {
            lanes.remove(key);
        }
    }

    private synchronized Job endAndNext(Key key) {
        end(key);
        return next();
    }

    private synchronized void refuseMore() {
        closed = true;
    }

    private Job next() {
        for (Iterator<Map.Entry<Key, Lane>> all = lanes.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Key, Lane> entry = all.next();
            Job job = nextOf(entry.getKey(), entry.getValue());
            if (job != null) {
                all.remove();
                lanes.put(entry.getKey(), entry.getValue());
                return job;
            }
        }
        return null;
    }

    private Job nextOf(Key key, Lane lane) {
        int mostInAll = ServerLimits.MAX_RUNNING + (isReserved(key) ? ServerLimits.RUNNING_RESERVED : 0);
        if (closed || lane.waiting.isEmpty() || lane.running >= width(key) || running >= mostInAll) {
            return null;
        }
        lane.running++;
        running++;
        return new Job(key, lane.waiting.remove());
    }

    private int width(Key key) {
        if (key.large()) {
            return 1;
        }
        return isReserved(key) ? ServerLimits.RUNNING_RESERVED : ServerLimits.MAX_RUNNING_PER_USER;
    }

    private boolean isReserved(Key key) {
        return key.uid() == 0 || key.uid() == ownUid;
    }
}
