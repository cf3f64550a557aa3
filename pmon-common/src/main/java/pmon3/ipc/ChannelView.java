package pmon3.ipc;

/**
 * A client's sight of its own channel file. What the daemon wrote before it stored a word is seen once the word is seen;
 * what was read before {@link #storeWord} is not read again by anybody after the daemon sees the word. Used by one thread.
 */
interface ChannelView {
    /** The word at this offset, a multiple of 8. */
    long word(int offset);

    void storeWord(int offset, long value);

    /** Copies bytes of the file. */
    void read(int offset, byte[] into, int at, int length);
}
