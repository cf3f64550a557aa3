package pmon3.daemon.supervise;

import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.store.KeptIdentities;

/** Everything outside that the supervisor acts on or asks. */
public record Doors(
        Kernel kernel, Archive archive, KeptIdentities identities, Starter starter, EventSink events, Clock clock) {}
