package pmon3.daemon.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The worker pool: a lane for each user, so many of its requests at work at once, the others in order behind them; free
 * threads go to the lanes in turn. How much may wait is bounded by {@link ChannelCount}. Any thread.
 */
final class Lanes {
    private static final class Lane {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }

    private record Job(int uid, Runnable work) {}

    private final Map<Integer, Lane> lanes = new LinkedHashMap<>();
    private final ExecutorService threads;
    private final int ownUid;
    private int running;
    private boolean closed;

    Lanes(int ownUid) {
        this.ownUid = ownUid;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "answer-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does the work soon, in a thread of the pool. It must not throw. */
    void submit(int uid, Runnable work) {
        Job job = enter(uid, work);
        if (job != null) {
            threads.execute(() -> runAll(job));
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
        for (Job job = first; job != null; job = leave(job.uid())) {
            job.work().run();
        }
    }

    private synchronized Job enter(int uid, Runnable work) {
        Lane lane = lanes.computeIfAbsent(uid, key -> new Lane());
        lane.waiting.add(work);
        return nextOf(uid, lane);
    }

    private synchronized Job leave(int uid) {
        Lane left = lanes.get(uid);
        left.running--;
        running--;
        if (left.running == 0 && left.waiting.isEmpty()) {
            lanes.remove(uid);
        }
        return next();
    }

    private synchronized void refuseMore() {
        closed = true;
    }

    private Job next() {
        for (Iterator<Map.Entry<Integer, Lane>> all = lanes.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Integer, Lane> entry = all.next();
            Job job = nextOf(entry.getKey(), entry.getValue());
            if (job != null) {
                all.remove();
                lanes.put(entry.getKey(), entry.getValue());
                return job;
            }
        }
        return null;
    }

    private Job nextOf(int uid, Lane lane) {
        boolean reserved = uid == 0 || uid == ownUid;
        int most = reserved ? ServerLimits.RUNNING_RESERVED : ServerLimits.MAX_RUNNING_PER_USER;
        int mostInAll = ServerLimits.MAX_RUNNING + (reserved ? ServerLimits.RUNNING_RESERVED : 0);
        if (closed || lane.waiting.isEmpty() || lane.running >= most || running >= mostInAll) {
            return null;
        }
        lane.running++;
        running++;
        return new Job(uid, lane.waiting.remove());
    }
}
