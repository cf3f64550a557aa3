package pmon3.ipc;

/**
 * The reader's end of the ring: copies out what the daemon has written and says how far it got. Checks the positions
 * although the writer is pmond: a wrong one must not become an answer. Used by one thread.
 */
final class RingReader {
    private final ChannelView view;
    private long read;

    RingReader(ChannelView view) {
        this.view = view;
    }

    /** Moves everything that is in the ring now; returns how many bytes that were. */
    int drainTo(FrameReader frames) {
        long written = view.word(ChannelLayout.WRITTEN_OFFSET);
        long available = written - read;
        if (available < 0 || available > ChannelLayout.RING_CAPACITY_BYTES) {
            throw MessageReader.malformed("the ring's positions contradict each other");
        }
        int length = (int) available;
        if (length > 0) {
            copy(frames, length);
            read = written;
            view.storeWord(ChannelLayout.READ_OFFSET, read);
        }
        return length;
    }

    private void copy(FrameReader frames, int length) {
        int offset = ChannelLayout.ringOffset(read);
        int first = Math.min(length, ChannelLayout.REQUEST_OFFSET - offset);
        byte[] into = frames.room(length);
        int at = frames.accept(length);
        view.read(offset, into, at, first);
        if (first < length) {
            view.read(ChannelLayout.RING_OFFSET, into, at + first, length - first);
        }
    }
}
