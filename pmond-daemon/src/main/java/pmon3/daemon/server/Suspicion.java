package pmon3.daemon.server;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import pmon3.daemon.kernel.Movers;

/**
 * Who may be flooding the channel directory: from the first busy window on it is counted who renames into it, so that it is
 * known by the time that it is a flood. Used by the watching thread, which never waits here.
 */
final class Suspicion implements AutoCloseable {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.FLOOD_LOOK_MS);
    private static final long LONGEST_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(ServerLimits.FLOOD_LOOK_LONGEST_MS);

    /** One for life: its end would hold up everybody who asks. */
    private final Optional<Movers> opened = Movers.open();

    /** While it is looked. */
    private Optional<Movers> movers = Optional.empty();

    private boolean looking;
    private long sinceNs;
    private int names;

    /** To be called all the time. */
    void look(IntakeRate rate, int directory, long nowNs) {
        if (!rate.isPressed()) {
            end();
            return;
        }
        if (!looking) {
            looking = true;
            sinceNs = nowNs;
            movers = opened.filter(told -> told.begin(directory));
        } else if (nowNs - sinceNs > LONGEST_LOOK_NS) {
            sinceNs = nowNs;
            movers.ifPresent(Movers::beginAnew);
        }
        movers.ifPresent(Movers::read);
    }

    /**
     * To be called with each name that comes: the kernel makes one of equal events that wait, so that of two names that
     * change places all the time only what is read often is counted.
     */
    void nameCame() {
        if (looking && ++names % ServerLimits.FLOOD_LOOK_NAMES == 0) {
            movers.ifPresent(Movers::read);
        }
    }

    /** It is looked no more soon after it has become calm, although nothing comes any more. */
    long dueInNs() {
        return looking ? LONGEST_LOOK_NS : Long.MAX_VALUE;
    }

    /** Whether it was looked long enough to say who. */
    boolean isRipe(long nowNs) {
        return looking && nowNs - sinceNs >= LOOK_NS;
    }

    /** By the kernel's word; where it says nothing, by whose the files are that were refused. */
    OptionalInt flooder(IntakeRate rate, long nowNs) {
        return movers.map(watched -> rate.most(watched.times(), signs(nowNs))).orElseGet(rate::mostRefused);
    }

    private int signs(long nowNs) {
        return (int) TimeUnit.NANOSECONDS.toMillis((nowNs - sinceNs) * ServerLimits.FLOOD_SIGNS_PER_MS);
    }

    /** Looks no more, until it is asked to again. */
    void end() {
        looking = false;
        movers.ifPresent(Movers::end);
        movers = Optional.empty();
    }

    @Override
    public void close() {
        end();
        opened.ifPresent(Movers::close);
    }
}
