package pmon3.daemon.store;

import java.util.List;
import java.util.TreeMap;

/** Keeps identities as the file does, over a pmond's crash too; or, when told to, none. */
public final class FakeIdentities implements KeptIdentities {
    private final TreeMap<Long, KeptIdentity> kept = new TreeMap<>();
    private boolean full;

    /** Whether nothing new is kept from now on. */
    public void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public List<KeptIdentity> all() {
        return List.copyOf(kept.values());
    }

    @Override
    public boolean keep(KeptIdentity identity) {
        if (full) {
            return false;
        }
        kept.put(identity.processId(), identity);
        return true;
    }

    @Override
    public void drop(long processId) {
        kept.remove(processId);
    }
}
