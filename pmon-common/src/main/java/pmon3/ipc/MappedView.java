package pmon3.ipc;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The channel file mapped into memory: a word costs nanoseconds, the mapping itself classes that must be loaded. */
final class MappedView implements ChannelView {
    private final ByteBuffer mapped;

    MappedView(FileChannel file) throws IOException {
        mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, ChannelLayout.REQUEST_OFFSET)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long word(int offset) {
        long word = mapped.getLong(offset);
        VarHandle.acquireFence();
        return word;
    }

    @Override
    public void storeWord(int offset, long value) {
        VarHandle.releaseFence();
        mapped.putLong(offset, value);
    }

    @Override
    public void read(int offset, byte[] into, int at, int length) {
        mapped.get(offset, into, at, length);
    }
}
