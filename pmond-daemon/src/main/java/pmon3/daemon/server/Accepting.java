package pmon3.daemon.server;

import java.util.function.IntConsumer;
import pmon3.daemon.kernel.Sockets;

/** Accepts connections, as many as may be let in before others get their turn. */
final class Accepting {
    private Accepting() {}

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
}
