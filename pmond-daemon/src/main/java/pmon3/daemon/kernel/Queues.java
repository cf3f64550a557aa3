package pmon3.daemon.kernel;

import static pmon3.daemon.kernel.ChannelFiles.LIBC;
import static pmon3.daemon.kernel.ChannelFiles.lastError;

import java.nio.ByteBuffer;
import jnr.constants.platform.Errno;

/**
 * Messages of POSIX queues (mq_overview(7)), by descriptor: a queue that was opened by its name in the mounted file system is
 * one that mq_open(3) opens. By number of the system call, because older C libraries have the functions in a library of
 * their own. Any thread may call; nothing waits where the descriptor was opened so.
 */
public final class Queues {
    /** The longest message that the kernel lets ordinary users have by default. */
    public static final int LONGEST_MESSAGE_BYTES = 8192;

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long SYS_MQ_TIMEDSEND = ARM ? 182 : 242;
    private static final long SYS_MQ_TIMEDRECEIVE = ARM ? 183 : 243;
    private static final long SYS_MQ_GETSETATTR = ARM ? 185 : 245;
    /** struct mq_attr: flags, most messages, bytes of a message, messages now, and four words for later. */
    private static final int ATTRIBUTES_BYTES = 64;

    private static final int MESSAGE_BYTES_OFFSET = 16;

    private Queues() {}

    /** How long a message may be; 0 if it is no queue. */
    public static int messageBytes(int fd) {
        ByteBuffer attributes = ChannelFiles.direct(ATTRIBUTES_BYTES);
        if (LIBC.syscall(SYS_MQ_GETSETATTR, fd, 0, attributes) != 0) {
            return 0;
        }
        return (int) Math.min(Integer.MAX_VALUE, attributes.getLong(MESSAGE_BYTES_OFFSET));
    }

    /** Moves the next message into a direct buffer, which is long enough for any; its length, 0 if none now, -1 on failure. */
    public static int receive(int fd, ByteBuffer into) {
        int length = (int) LIBC.syscall(SYS_MQ_TIMEDRECEIVE, fd, into, into.remaining(), 0, 0);
        if (length >= 0) {
            into.position(into.position() + length);
            return length;
        }
        return isForNow() ? 0 : -1;
    }

    /** Sends what remains in a direct buffer as one message; 1 if done, 0 if the queue is full, -1 on failure. */
    public static int send(int fd, ByteBuffer message) {
        if (LIBC.syscall(SYS_MQ_TIMEDSEND, fd, message, message.remaining(), 0, 0) == 0) {
            return 1;
        }
        return isForNow() ? 0 : -1;
    }

    private static boolean isForNow() {
        Errno error = lastError();
        return error == Errno.EAGAIN || error == Errno.EINTR;
    }
}
