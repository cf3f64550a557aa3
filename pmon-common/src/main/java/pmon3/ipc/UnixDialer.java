package pmon3.ipc;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import pmon3.config.Settings;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * Connects to the socket in the channel directory, if it belongs to root or to the caller: others may make one there where
 * pmond has none, but cannot take pmond's away.
 */
final class UnixDialer implements StreamChannel.Dialer {
    /** As {@code message_queue.transport} names it. */
    static final String NAME = "unix";

    private static final int ROOT = 0;

    /** Between attempts where nobody is known to live. */
    private static final long PAUSE_NS = 10_000_000;

    private final ChannelDirectory directory;
    private final Path socket;
    private final int ownUid = OwnUid.read();

    private UnixDialer(ChannelDirectory directory) {
        this.directory = directory;
        this.socket = directory.path().resolve(StreamLayout.SOCKET);
    }

    /** Finds pmond as {@link ChannelDirectory} does. */
    static UnixDialer of(Settings.Queue queue) {
        return new UnixDialer(ChannelDirectory.find(queue, NAME));
    }

    @Override
    public ByteStream dial(ByteBuffer request, int silenceDeadlineMs) {
        long startNs = System.nanoTime();
        while (true) {
            try {
                requirePmonds();
                return SocketStream.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                if (directory.lives()) {
                    return refused(e);
                }
                if (System.nanoTime() - startNs > silenceDeadlineMs * 1_000_000L) {
                    throw new PmonException(
                            ErrorCode.UNREACHABLE,
                            "pmond did not take the request for " + silenceDeadlineMs + " ms",
                            e);
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    /** Before anything is said to whoever listens there. */
    private void requirePmonds() throws IOException {
        int owner = (Integer) Files.getAttribute(socket, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != ROOT && owner != ownUid) {
            throw new PmonException(
                    ErrorCode.UNREACHABLE,
                    socket + " belongs to uid " + Integer.toUnsignedString(owner)
                            + ", not to a pmond: pmond's log says why it has none there");
        }
    }

    /** A pmond that lives may be making its socket just now. */
    private ByteStream refused(IOException e) {
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            throw new PmonException(ErrorCode.NOT_PERMITTED, "not permitted to ask pmond: " + socket, e);
        }
        if (!directory.livesStill()) {
            throw new PmonException(ErrorCode.UNREACHABLE, name() + " ended before it took the request", e);
        }
        return null;
    }

    @Override
    public String name() {
        return directory.lives() ? "pmond (pid " + directory.pid() + ")" : "pmond";
    }

    @Override
    public boolean livesStill() {
        return !directory.lives() || directory.livesStill();
    }

    @Override
    public String whoServes() {
        return directory.whoServes() + " by " + NAME;
    }
}
