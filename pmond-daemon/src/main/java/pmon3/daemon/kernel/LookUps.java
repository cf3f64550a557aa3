package pmon3.daemon.kernel;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Questions that may never be answered: asked in threads of their own, given up when late, answers kept a while. The same
 * question of one user is asked once, however often it is put; one that hangs is not waited for again. What is asked on
 * behalf of an ordinary user has threads apart from pmond's own, and each such user few of them.
 */
final class LookUps implements AutoCloseable {
    private static final int KEPT_LIMIT = 1024;
    private static final int OWN_THREADS = 4;
    static final int USERS_THREADS = 8;
    private static final int THREADS_PER_USER = 2;
    private static final int WAITING_PER_USER = 64;
    private static final int WAITING_LIMIT = 1024;

    private final Duration answerLimit;
    private final Duration keepLimit;
    private final Duration absenceKeepLimit;
    private final LongSupplier nanoClock;
    private final UserThreads threads;

    /**
     * @param answerLimit how long one is waited for
     * @param keepLimit how long what was found is believed
     * @param absenceKeepLimit how long is believed that there is none; it may be created at any moment
     */
    LookUps(Duration answerLimit, Duration keepLimit, Duration absenceKeepLimit, LongSupplier nanoClock) {
        this.answerLimit = answerLimit;
        this.keepLimit = keepLimit;
        this.absenceKeepLimit = absenceKeepLimit;
        this.nanoClock = nanoClock;
        this.threads = new UserThreads(new UserThreads.Limits(
                "pmon3-users",
                OWN_THREADS,
                USERS_THREADS,
                THREADS_PER_USER,
                WAITING_PER_USER,
                WAITING_LIMIT,
                answerLimit));
    }

    private record Answer<V>(Optional<V> value, long atNanos) {}

    /** Not shared between users: it may wait behind what else its user has asked. */
    private record Asked<K>(K key, OptionalInt user) {}

    private record Pending<V>(CompletableFuture<Optional<V>> answer, long sinceNanos) {}

    /** One kind of question. Any thread. */
    final class Question<K, V> {
        private final Map<K, Answer<V>> kept = new LinkedHashMap<>();
        private final Map<Asked<K>, Pending<V>> pending = new HashMap<>();
        private final Function<K, Optional<V>> lookUp;

        Question(Function<K, Optional<V>> lookUp) {
            this.lookUp = lookUp;
        }

        /** @throws PmonException FAILED if there is no answer in time */
        Optional<V> ask(K key) {
            OptionalInt user = OnBehalf.uid();
            Asked<K> asked = new Asked<>(key, user);
            Pending<V> current;
            synchronized (this) {
                Answer<V> fresh = kept.get(key);
                if (fresh != null && !isStale(fresh)) {
                    return fresh.value();
                }
                current = pending.get(asked);
                if (current == null) {
                    current = new Pending<>(new CompletableFuture<>(), nanoClock.getAsLong());
                    pending.put(asked, current);
                    begin(asked, current, user);
                }
            }
            return await(current, remainingNanos(current));
        }

        private void begin(Asked<K> asked, Pending<V> begun, OptionalInt user) {
            threads.execute(user, () -> answer(asked, begun), full -> end(asked, begun, notAnswering(full)));
        }

        private void answer(Asked<K> asked, Pending<V> begun) {
            if (remainingNanos(begun) <= 0) {
                end(asked, begun, notAnswering(null));
                return;
            }
            try {
                Optional<V> found = lookUp.apply(asked.key());
                keep(asked.key(), new Answer<>(found, begun.sinceNanos()));
                forget(asked);
                begun.answer().complete(found);
            } catch (RuntimeException | Error failure) {
                end(asked, begun, failure);
            }
        }

        private void end(Asked<K> asked, Pending<V> begun, Throwable failure) {
            forget(asked);
            begun.answer().completeExceptionally(failure);
        }

        private synchronized void forget(Asked<K> asked) {
            pending.remove(asked);
        }

        private boolean isStale(Answer<V> answer) {
            Duration limit = answer.value().isPresent() ? keepLimit : absenceKeepLimit;
            return nanoClock.getAsLong() - answer.atNanos() >= limit.toNanos();
        }

        private synchronized void keep(K key, Answer<V> answer) {
            kept.remove(key);
            if (kept.size() >= KEPT_LIMIT) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(key, answer);
        }
    }

    private long remainingNanos(Pending<?> begun) {
        return answerLimit.toNanos() - (nanoClock.getAsLong() - begun.sinceNanos());
    }

    private static <V> Optional<V> await(Pending<V> current, long nanos) {
        try {
            return current.answer().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
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

    static PmonException notAnswering(Exception cause) {
        return new PmonException(ErrorCode.FAILED, "the user database does not answer", cause);
    }

    /** A look-up that hangs is left behind with its thread. */
    @Override
    public void close() {
        threads.close();
    }
}
