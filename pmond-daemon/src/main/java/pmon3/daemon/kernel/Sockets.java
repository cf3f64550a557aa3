package pmon3.daemon.kernel;

import static pmon3.daemon.kernel.ChannelFiles.LIBC;
import static pmon3.daemon.kernel.ChannelFiles.checked;
import static pmon3.daemon.kernel.ChannelFiles.lastError;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;

/**
 * Connections of strangers, by descriptor: what {@code java.nio} has no number for. A descriptor is an int that its taker
 * closes. Any thread may call; only {@link #await} waits.
 */
public final class Sockets {
    /** Instead of a descriptor: nobody waits to be let in. */
    public static final int NOBODY = -1;
    /** Instead of a descriptor: somebody waits who cannot be let in now. */
    public static final int CANNOT = -2;

    /** Where a unix socket may be: sizeof sun_path, with its end (unix(7)). */
    public static final int LONGEST_PATH_BYTES = 107;

    /** How many may wait to be let in; the kernel takes less where net.core.somaxconn is less. */
    private static final int BACKLOG = 1024;

    private static final int FAMILY_BYTES = Short.BYTES;
    private static final int STREAM = 1;
    /** accept4(2) and socket(2) take these as flags. */
    private static final int FLAGS = OpenFlags.O_NONBLOCK.intValue() | OpenFlags.O_CLOEXEC.intValue();

    /** asm-generic/socket.h: SOL_SOCKET and SO_PEERCRED; struct ucred is pid, uid and gid. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_PEERCRED = 17;
    private static final int UCRED_BYTES = 12;
    private static final int SO_REUSEADDR = 2;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int INET_BYTES = 16;
    private static final int INET6_BYTES = 28;
    private static final int NO_SIGNAL = 0x4000;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final ThreadLocal<ByteBuffer> SCRATCH = ThreadLocal.withInitial(() -> ChannelFiles.direct(256));

    private Sockets() {}

    /** Who connected, as the kernel recorded it at that moment. @param pid 0 if it is of another pid namespace */
    public record Credentials(int pid, int uid) {}

    /** A listening socket at this path, which nothing may have yet. */
    public static int listen(String path) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_PATH_BYTES) {
            throw new IOException("longer than the " + LONGEST_PATH_BYTES + " bytes of a socket's path");
        }
        int fd = checked(LIBC.socket(Linux.AF_UNIX, STREAM | FLAGS, 0), "make", "a socket");
        try {
            ByteBuffer address = ChannelFiles.direct(FAMILY_BYTES + bytes.length + 1);
            address.putShort((short) Linux.AF_UNIX).put(bytes).put((byte) 0).flip();
            checked(LIBC.bind(fd, address, address.capacity()), "bind", path);
            checked(LIBC.listen(fd, BACKLOG), "listen at", path);
            return fd;
        } catch (IOException e) {
            ChannelFiles.close(fd);
            throw e;
        }
    }

    /** A listening socket at this address of this machine. */
    public static int listen(InetAddress address, int port) throws IOException {
        ByteBuffer socketAddress = socketAddress(address, port);
        int family = socketAddress.getShort(0);
        int fd = checked(LIBC.socket(family, STREAM | FLAGS, 0), "make", "a socket");
        try {
            ByteBuffer on = ChannelFiles.direct(Integer.BYTES).putInt(0, 1);
            checked(LIBC.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, Integer.BYTES), "prepare", "a socket");
            // Connections take it over.
            checked(LIBC.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, on, Integer.BYTES), "prepare", "a socket");
            String place = address.getHostAddress() + ", port " + port;
            checked(LIBC.bind(fd, socketAddress, socketAddress.capacity()), "bind", place);
            checked(LIBC.listen(fd, BACKLOG), "listen at", place);
            return fd;
        } catch (IOException e) {
            ChannelFiles.close(fd);
            throw e;
        }
    }

    /** The address that a TCP connection comes from; empty if it is gone. */
    public static Optional<InetAddress> remoteAddress(int fd) {
        ByteBuffer address = ChannelFiles.direct(INET6_BYTES);
        ByteBuffer length = ChannelFiles.direct(Integer.BYTES).putInt(0, INET6_BYTES);
        if (LIBC.getpeername(fd, address, length) != 0) {
            return Optional.empty();
        }
        boolean four = address.getShort(0) == AF_INET;
        byte[] bytes = new byte[four ? 4 : 16];
        address.get(four ? 4 : 8, bytes);
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** struct sockaddr_in and sockaddr_in6: family, port in network order, address; in the latter flow and scope as well. */
    private static ByteBuffer socketAddress(InetAddress address, int port) {
        boolean four = address instanceof Inet4Address;
        ByteBuffer bytes = ChannelFiles.direct(four ? INET_BYTES : INET6_BYTES);
        bytes.putShort(0, (short) (four ? AF_INET : AF_INET6));
        bytes.put(2, (byte) (port >> 8)).put(3, (byte) port);
        bytes.put(four ? 4 : 8, address.getAddress());
        return bytes;
    }

    /** The next who waits, {@link #NOBODY} or {@link #CANNOT}. */
    public static int accept(int listener) {
        int fd = LIBC.accept4(listener, null, null, FLAGS);
        if (fd >= 0) {
            return fd;
        }
        Errno error = lastError();
        return error == Errno.EAGAIN || error == Errno.ECONNABORTED || error == Errno.EINTR ? NOBODY : CANNOT;
    }

    /** Of a unix socket. */
    public static Optional<Credentials> peer(int fd) {
        ByteBuffer length = ChannelFiles.direct(Integer.BYTES).putInt(0, UCRED_BYTES);
        ByteBuffer credentials = ChannelFiles.direct(UCRED_BYTES);
        if (LIBC.getsockopt(fd, SOL_SOCKET, SO_PEERCRED, credentials, length) != 0 || length.getInt(0) != UCRED_BYTES) {
            return Optional.empty();
        }
        return Optional.of(new Credentials(credentials.getInt(0), credentials.getInt(4)));
    }

    /** Moves what has come into a direct buffer; how many bytes, 0 if none now, -1 if there will be no more. */
    public static int receive(int fd, ByteBuffer into) {
        if (!into.hasRemaining()) {
            return 0;
        }
        int length = (int) LIBC.recv(fd, into, into.remaining(), 0);
        if (length > 0) {
            into.position(into.position() + length);
            return length;
        }
        return length < 0 && isForNow() ? 0 : -1;
    }

    /** Sends what it can of a direct buffer; how many bytes, 0 if it is full, -1 if the other end is gone. */
    public static int send(int fd, ByteBuffer from) {
        if (!from.hasRemaining()) {
            return 0;
        }
        int length = (int) LIBC.send(fd, from, from.remaining(), NO_SIGNAL);
        if (length >= 0) {
            from.position(from.position() + length);
            return length;
        }
        return isForNow() ? 0 : -1;
    }

    /** Waits until it can be read or written, or is at its end; at most so long. */
    public static void await(int fd, boolean toWrite, int timeoutMs) {
        ByteBuffer polled = SCRATCH.get().clear();
        polled.putInt(0, fd).putShort(4, toWrite ? POLLOUT : POLLIN).putShort(6, (short) 0);
        LIBC.poll(polled, 1, timeoutMs);
    }

    private static boolean isForNow() {
        Errno error = lastError();
        return error == Errno.EAGAIN || error == Errno.EINTR;
    }
}
