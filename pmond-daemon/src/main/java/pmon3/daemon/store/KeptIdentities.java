package pmon3.daemon.store;

import java.util.List;

/**
 * Where the identities of programs are kept that start by themselves while the database does not store: good for this
 * boot of the machine, which is as long as such a program can live. Used by one thread; returns at once.
 */
public interface KeptIdentities {
    /** What is kept, at most one for each process. */
    List<KeptIdentity> all();

    /** @return whether it is kept, in the place of the process's last one, so that the next pmond finds it */
    boolean keep(KeptIdentity identity);

    /** The database has it, or nothing of it lives. Unknown ids are ignored. */
    void drop(long processId);
}
