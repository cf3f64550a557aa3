package pmon3.daemon.event;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Work in order for each process, beside that of all others, and never more of it than is meant to wait. Any thread. */
final class ScriptQueue {
    /** Of one process, the one at work not counted. */
    static final int PROCESS_LIMIT = 16;

    /** Of all processes, those at work not counted. */
    static final int LIMIT = 1024;

    private final Executor executor;
    private final Map<Long, Queue<Runnable>> byProcess = new HashMap<>();
    private int waiting;
    private boolean closed;

    /** @param executor runs one piece of work after another, each to its end, in threads of its own */
    ScriptQueue(Executor executor) {
        this.executor = executor;
    }

    /** @return false if too much waits already, or this is closed */
    synchronized boolean add(long process, Runnable work) {
        if (closed) {
            return false;
        }
        Queue<Runnable> queue = byProcess.get(process);
        if (waiting >= LIMIT || queue != null && queue.size() >= PROCESS_LIMIT) {
            return false;
        }
        if (queue == null) {
            byProcess.put(process, new ArrayDeque<>());
            begin(process, work);
        } else {
            queue.add(work);
            waiting++;
        }
        return true;
    }

    /** What waits is never begun; what is at work goes on. */
    synchronized void close() {
        closed = true;
        waiting = 0;
        byProcess.values().forEach(Queue::clear);
    }

    private void begin(long process, Runnable work) {
        executor.execute(() -> {
            try {
                work.run();
            } finally {
                next(process);
            }
        });
    }

    private synchronized void next(long process) {
        Runnable next = byProcess.get(process).poll();
        if (next == null) {
            byProcess.remove(process);
        } else {
            waiting--;
            begin(process, next);
        }
    }
}
