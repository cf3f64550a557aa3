package pmon3.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import pmon3.model.ProcessRow;

/**
 * How many bytes an operation of the channel allocates, which does not depend on the machine or what else it does. A guard
 * against getting slower: the limits are what was measured, and some room for how another Java compiles it.
 */
class AllocationTest {
    private static final int OPERATIONS = 20_000;
    private static final double TOLERANCE = 1.25;
    /** The most that was measured on 17 and 25; how much of it the JIT leaves out differs. */
    private static final double ENCODED_BYTES = 304;
    /** The same; the row itself and its texts are some 150 of these. */
    private static final double CARRIED_BYTES = 864;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FrameWriter writer = new FrameWriter();
    private final FrameReader reader = new FrameReader();
    private final Reply.Row row = new Reply.Row(new ProcessRow(1, "a-process", 2, 3, "running", "root", 4, 5, 6));
    private Reply last;

    @Test
    void encodingARowAllocatesLittle() {
        assertAllocates("encoding a row", ENCODED_BYTES, this::encode);
    }

    @Test
    void carryingARowAllocatesLittleMoreThanTheRow() {
        assertAllocates("encoding and decoding a row", CARRIED_BYTES, this::carry);
        assertThat(last).isEqualTo(row);
    }

    private ByteBuffer encode() {
        writer.clear();
        writer.add(row);
        return writer.bytes();
    }

    private void carry() {
        ByteBuffer bytes = encode();
        int length = bytes.remaining();
        byte[] room = reader.room(length);
        bytes.get(room, reader.accept(length), length);
        last = reader.next();
    }

    private void assertAllocates(String what, double measuredBytes, Runnable operation) {
        times(operation);
        long before = thread.getCurrentThreadAllocatedBytes();
        times(operation);
        double bytes = (double) (thread.getCurrentThreadAllocatedBytes() - before) / OPERATIONS;
        System.out.printf("figure: bytes allocated by %s: %.0f%n", what, bytes);
        assertThat(bytes).as(what).isLessThanOrEqualTo(measuredBytes * TOLERANCE);
    }

    private static void times(Runnable operation) {
        for (int i = 0; i < OPERATIONS; i++) {
            operation.run();
        }
    }
}
