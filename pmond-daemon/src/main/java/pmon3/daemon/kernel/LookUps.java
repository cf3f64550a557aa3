package pmon3.daemon.kernel;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Questions that may never be answered: asked in one thread of their own, given up when late, answers kept a while. */
final class LookUps implements AutoCloseable {
    private static final int WAITING_LIMIT = 256;
    private static final int KEPT_LIMIT = 1024;

    private final Duration answerLimit;
    private final Duration keepLimit;
    private final LongSupplier nanoClock;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_LIMIT), work -> {
                Thread created = new Thread(work, "pmon3-users");
                created.setDaemon(true);
                return created;
            });

    LookUps(Duration answerLimit, Duration keepLimit, LongSupplier nanoClock) {
        this.answerLimit = answerLimit;
        this.keepLimit = keepLimit;
        this.nanoClock = nanoClock;
    }

    private record Answer<V>(V value, long atNanos) {}

    /** One kind of question. What was found is kept; what was not found may be created at any moment. */
    final class Question<K, V> {
        private final Map<K, Answer<V>> kept = new HashMap<>();
        private final Function<K, Optional<V>> lookUp;

        Question(Function<K, Optional<V>> lookUp) {
            this.lookUp = lookUp;
        }

        Optional<V> ask(K key) {
            Optional<V> fresh = recall(key);
            if (fresh.isPresent()) {
                return fresh;
            }
            long asked = nanoClock.getAsLong();
            Optional<V> found = askInThread(() -> lookUp.apply(key));
            found.ifPresent(value -> keep(key, new Answer<>(value, asked)));
            return found;
        }

        private synchronized Optional<V> recall(K key) {
            kept.values().removeIf(this::isStale);
            return Optional.ofNullable(kept.get(key)).map(Answer::value);
        }

        private boolean isStale(Answer<V> answer) {
            return nanoClock.getAsLong() - answer.atNanos() >= keepLimit.toNanos();
        }

        private synchronized void keep(K key, Answer<V> answer) {
            if (kept.size() >= KEPT_LIMIT) {
                kept.clear();
            }
            kept.put(key, answer);
        }
    }

    private <V> V askInThread(Callable<V> lookUp) {
        Future<V> answer;
        try {
            answer = thread.submit(lookUp);
        } catch (RejectedExecutionException full) {
            throw notAnswering(full);
        }
        try {
            return answer.get(answerLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(false);
            throw notAnswering(late);
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

    /** A look-up that hangs is left behind with its thread. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
