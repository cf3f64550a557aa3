package pmon3.daemon.server;

import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import pmon3.daemon.kernel.Sockets;

/** How a porter lets in those who wait. */
final class Accepting {
    private Accepting() {}

    /** Accepts connections, as many as may be let in before others get their turn. */
    static void from(int listener, Porter.Guests guests, IntConsumer taker) {
        for (int i = 0; i < ServerLimits.ADMITTED_AT_ONCE; i++) {
            int fd = Sockets.accept(listener);
            if (fd == Sockets.CANNOT) {
                guests.cannot();
            }
            if (fd < 0) {
                return;
            }
            taker.accept(fd);
        }
    }

    /**
     * Has one in that came, or sends it away. Whatever fails, nothing is left open.
     *
     * @param visitor who it is, empty if nobody who may come in
     * @param refuse says that nothing was done, and closes
     */
    static void admit(
            Porter.Guests guests,
            Supplier<? extends Optional<? extends Visitor>> visitor,
            Runnable refuse,
            Runnable close) {
        Optional<? extends Visitor> admitted;
        try {
            admitted = visitor.get();
        } catch (RuntimeException | Error e) {
            close.run();
            throw e;
        }
        if (admitted.isPresent()) {
            guests.welcome(admitted.get());
        } else {
            refuse.run();
            guests.refused();
        }
    }
}
