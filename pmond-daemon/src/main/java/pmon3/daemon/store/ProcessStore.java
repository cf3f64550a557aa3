package pmon3.daemon.store;

import java.util.List;

/**
 * What pmond remembers. Used by one thread at a time. The Go program's tables are read and written as they are, so that
 * either program can take over from the other; what ours remembers besides is in tables of its own.
 */
public interface ProcessStore extends AutoCloseable {
    /** Everything that is stored. @throws StoreException if it cannot be read */
    StoredFleet load();

    /**
     * Makes all the changes durable (a power cut does not lose them), in order, or none of them.
     *
     * @throws StoreException if that failed; nothing was changed
     */
    void commit(List<StoreChange> changes);

    /**
     * Keeps a copy of all that is stored, to be used where the original is lost; nothing where there are no files.
     *
     * @throws StoreException if that failed; the copy before is still there
     */
    default void backUp() {}

    @Override
    void close();
}
