package pmon3.daemon.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jnr.ffi.Pointer;

/**
 * Writes the orders that {@code pmon3-spawn.c} reads. The drawing of the layout stands there; this class follows it
 * field by field, and the helper refuses whatever does not.
 */
final class SpawnOrders {
    private static final int MAGIC = 0x33504d53;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 48;
    private static final int LIMIT_BYTES = 24;
    private static final int SIZE_LIMIT_BYTES = 16 * 1024 * 1024;
    private static final int FLAG_WAIT_FOR_GO = 1;
    private static final int FLAG_OWN_LOG = 2;
    private static final Pointer MEMFD_NAME = LibC.text("pmon3-orders");

    private SpawnOrders() {}

    /** @throws IllegalArgumentException with a line for people, if the order cannot be expressed */
    static byte[] encode(SpawnOrder order, Inherited inherited) {
        List<byte[]> texts = texts(order);
        List<Integer> groups = order.credentials().groups().stream()
                .distinct()
                .sorted(Integer::compareUnsigned)
                .toList();
        int size = size(inherited.limits().size(), groups.size(), texts);
        ByteBuffer orders = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        orders.putInt(MAGIC).putInt(VERSION).putInt(size);
        orders.putInt(flags(order.log()));
        orders.putInt(order.credentials().uid()).putInt(order.credentials().gid());
        orders.putInt(inherited.umask()).putInt(inherited.oomScore());
        orders.putInt(inherited.limits().size()).putInt(groups.size());
        orders.putInt(order.argv().size()).putInt(order.environment().size());
        for (Inherited.Limit limit : inherited.limits()) {
            orders.putInt(limit.resource()).putInt(0).putLong(limit.soft()).putLong(limit.hard());
        }
        for (Integer group : groups) {
            orders.putInt(group);
        }
        for (byte[] text : texts) {
            orders.put(text).put((byte) 0);
        }
        return orders.array();
    }

    /** What has its output handed to it is a script: nothing stores its identity, so it waits for nothing. */
    private static int flags(LogTarget log) {
        if (log instanceof LogTarget.Handed) {
            return FLAG_OWN_LOG;
        }
        return FLAG_WAIT_FOR_GO | (log instanceof LogTarget.Own ? FLAG_OWN_LOG : 0);
    }

    private static List<byte[]> texts(SpawnOrder order) {
        if (order.argv().isEmpty()) {
            throw new IllegalArgumentException("a program needs a name");
        }
        requireAbsolute(order.file());
        requireAbsolute(order.directory());
        String chosenLog = order.log() instanceof LogTarget.Chosen chosen ? chosen.path() : "";
        Stream<String> fixed = Stream.of(order.file(), order.directory(), chosenLog);
        Stream<String> words = Stream.concat(order.argv().stream(), order.environment().stream());
        List<byte[]> texts = new ArrayList<>();
        Stream.concat(fixed, words).forEach(text -> texts.add(encode(text)));
        return texts;
    }

    private static void requireAbsolute(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(path + ": is not an absolute path");
        }
    }

    private static byte[] encode(String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException("paths, arguments and variables cannot contain a NUL");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int size(int limits, int groups, List<byte[]> texts) {
        long size = HEADER_BYTES + (long) limits * LIMIT_BYTES + (long) groups * Integer.BYTES;
        for (byte[] text : texts) {
            size += text.length + 1;
        }
        if (size > SIZE_LIMIT_BYTES) {
            throw new IllegalArgumentException("arguments and environment are larger than 16 MiB");
        }
        return (int) size;
    }

    /** A memory file that nobody can change any more (memfd_create(2)). */
    static int seal(byte[] orders) throws ErrnoException {
        int fd = LibC.calls().memfd_create(MEMFD_NAME, Linux.MFD_CLOEXEC | Linux.MFD_ALLOW_SEALING);
        if (fd < 0) {
            throw ErrnoException.last(SpawnHelper.SUBJECT);
        }
        fd = Descriptors.raise(fd, SpawnHelper.SUBJECT);
        Pointer memory = LibC.allocate(orders.length);
        memory.put(0, orders, 0, orders.length);
        boolean written = LibC.calls().pwrite(fd, memory, orders.length, 0) == orders.length
                && LibC.calls().fcntl(fd, Linux.F_ADD_SEALS, Linux.ALL_SEALS) == 0;
        if (!written) {
            ErrnoException failure = ErrnoException.last(SpawnHelper.SUBJECT);
            Descriptors.close(fd);
            throw failure;
        }
        return fd;
    }
}
