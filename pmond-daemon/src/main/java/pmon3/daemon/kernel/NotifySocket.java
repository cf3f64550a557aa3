package pmon3.daemon.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * The datagram socket on which a service manager hears that its service is ready, alive or ending (sd_notify(3)). By
 * sendto(2): Java has no datagram sockets of that family, and systemd-notify would be a child. Any thread.
 */
public final class NotifySocket implements ServiceManager {
    private static final String VARIABLE = "NOTIFY_SOCKET";
    /** struct sockaddr_un (unix(7)): the family, then the path; an abstract name begins with a NUL and has no end mark. */
    private static final int FAMILY_BYTES = Short.BYTES;

    private static final int LONGEST_PATH_BYTES = 107;

    private final int fd;
    private final String name;
    private final Pointer address;
    private final int addressBytes;

    private NotifySocket(int fd, String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (name.startsWith("@")) {
            path[0] = 0;
        }
        this.fd = fd;
        this.name = name;
        this.addressBytes = FAMILY_BYTES + path.length;
        this.address = LibC.allocate(addressBytes + 1);
        address.putShort(0, (short) Linux.AF_UNIX);
        address.put(FAMILY_BYTES, path, 0, path.length);
    }

    /** Empty if nobody asked to be notified. */
    public static Optional<NotifySocket> of(Map<String, String> environment) throws IOException {
        String name = environment.getOrDefault(VARIABLE, "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        boolean known = name.startsWith("/") || name.startsWith("@");
        if (!known || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) {
            throw new IOException(VARIABLE + " (" + name + ") is no socket that pmond can write to");
        }
        int fd = LibC.calls().socket(Linux.AF_UNIX, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC, 0);
        if (fd < 0) {
            throw ErrnoException.last("socket");
        }
        return Optional.of(new NotifySocket(Descriptors.raise(fd, "socket"), name));
    }

    @Override
    public void tell(String state) throws IOException {
        send(state, 0);
    }

    @Override
    public void tellAtOnce(String state) throws IOException {
        send(state, Linux.MSG_DONTWAIT);
    }

    private void send(String state, int flags) throws IOException {
        byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
        Pointer message = LibC.allocate(bytes.length);
        message.put(0, bytes, 0, bytes.length);
        long sent;
        do {
            sent = LibC.calls().sendto(fd, message, bytes.length, flags | Linux.MSG_NOSIGNAL, address, addressBytes);
        } while (sent < 0 && LibC.errno() == Errno.EINTR);
        if (sent < 0) {
            throw ErrnoException.last(name);
        }
    }
}
