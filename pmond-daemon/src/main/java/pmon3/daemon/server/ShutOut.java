package pmon3.daemon.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.DirectoryAccess;

/**
 * The users who are kept out of the channel directory for a while, by its access list: whoever renames as fast as a core can
 * holds the directory's lock in the kernel most of the time, and no thrift of pmond's would give other clients their turn.
 * Who does it again stays out twice as long. Used by the watching thread.
 */
final class ShutOut implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShutOut.class);

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Term(long untilNs, int seconds) {}

    /** Those that are over are remembered for a time: the next one is longer. */
    private final Map<Integer, Term> terms = new LinkedHashMap<>();

    private final DirectoryPolicy policy;
    private final Suspicion suspicion = new Suspicion();
    /** Those whom the directory's list has now. */
    private List<Integer> listed = List.of();

    private boolean warned;

    ShutOut(DirectoryPolicy policy) {
        this.policy = policy;
    }

    /** Begins and ends terms; to be called all the time. */
    void judge(IntakeRate rate, int directory, long nowNs) {
        suspicion.look(rate, directory, nowNs);
        if (rate.isFlooded() && suspicion.isRipe(nowNs)) {
            suspicion.flooder(rate, nowNs).ifPresent(uid -> begin(uid, directory, nowNs));
            suspicion.end();
            rate.countAnew();
        }
        if (!listed.isEmpty() && !active(nowNs).equals(listed)) {
            write(directory, nowNs);
        }
    }

    /** To be called with each name that comes. */
    void nameCame() {
        suspicion.nameCame();
    }

    /** Keeps a user out from now on; one who is out already has left something that is still found. */
    void begin(int uid, int directory, long nowNs) {
        terms.values().removeIf(term -> nowNs - term.untilNs() > remembered(term));
        Term before = terms.get(uid);
        if (before == null ? terms.size() >= ServerLimits.SHUT_OUT_USERS : nowNs - before.untilNs() < 0) {
            return;
        }
        int seconds = before == null
                ? ServerLimits.SHUT_OUT_SEC
                : Math.min(ServerLimits.SHUT_OUT_LONGEST_SEC, 2 * before.seconds());
        terms.put(uid, new Term(nowNs + TimeUnit.SECONDS.toNanos(seconds), seconds));
        if (write(directory, nowNs)) {
            log.warn("uid {} floods {}: shut out for {} s", Integer.toUnsignedString(uid), policy.path(), seconds);
        }
    }

    /** The same for a directory that was made again. */
    void moved(int directory, long nowNs) {
        suspicion.end();
        listed = List.of();
        if (!active(nowNs).isEmpty()) {
            write(directory, nowNs);
        }
    }

    /** Ends what it watches; the list is left to the next pmond. */
    @Override
    public void close() {
        suspicion.close();
    }

    boolean isEmpty() {
        return listed.isEmpty();
    }

    /** Nanoseconds until there may be something to do; {@link Long#MAX_VALUE} while nobody is kept out or looked at. */
    long dueInNs() {
        return Math.min(suspicion.dueInNs(), listed.isEmpty() ? Long.MAX_VALUE : LOOK_NS);
    }

    private boolean write(int directory, long nowNs) {
        List<Integer> uids = active(nowNs);
        try {
            DirectoryAccess.refuse(directory, policy.mode(), uids);
            listed = uids;
            return true;
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                log.warn("users who flood {} cannot be shut out: {}", policy.path(), e.getMessage());
            }
            return false;
        }
    }

    private List<Integer> active(long nowNs) {
        List<Integer> uids = new ArrayList<>();
        terms.forEach((uid, term) -> {
            if (nowNs - term.untilNs() < 0) {
                uids.add(uid);
            }
        });
        return uids;
    }

    private static long remembered(Term term) {
        return TimeUnit.SECONDS.toNanos((long) term.seconds() * ServerLimits.SHUT_OUT_MEMORY);
    }
}
