package pmon3.daemon.supervise;

import pmon3.daemon.kernel.Kernel;

/** Everything outside that the supervisor acts on or asks. */
public record Doors(Kernel kernel, Archive archive, Starter starter, EventSink events, Clock clock) {}
