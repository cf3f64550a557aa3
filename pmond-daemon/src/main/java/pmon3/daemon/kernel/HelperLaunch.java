package pmon3.daemon.kernel;

import jnr.ffi.Pointer;

/** Makes the helper of one order, with what it is handed: sealed orders, a socket, pmond's own log. The poller's thread. */
final class HelperLaunch {
    private final Children children;
    private final SpawnHelper helper;
    private final Inherited inherited;
    private final Pointer pair = LibC.allocate(2 * Integer.BYTES);

    /**
     * A helper at work.
     *
     * @param socket our end
     * @param log as it was before, should nothing come of the start
     */
    record Launched(int pid, int socket, StartLog log) {}

    HelperLaunch(Children children, SpawnHelper helper, Inherited inherited) {
        this.children = children;
        this.helper = helper;
        this.inherited = inherited;
    }

    /** @throws ErrnoException if there is no helper, and all is as it was */
    Launched of(SpawnOrder order) throws ErrnoException {
        byte[] orders = SpawnOrders.encode(order, inherited);
        StartLog log = StartLog.open(order.log());
        try {
            int memory = SpawnOrders.seal(orders);
            try {
                return spawn(order, memory, log);
            } finally {
                Descriptors.close(memory);
            }
        } catch (ErrnoException failure) {
            log.takeBack();
            throw failure;
        } finally {
            log.close();
        }
    }

    private Launched spawn(SpawnOrder order, int orders, StartLog log) throws ErrnoException {
        int type = Linux.SOCK_SEQPACKET | Linux.SOCK_CLOEXEC;
        if (LibC.calls().socketpair(Linux.AF_UNIX, type, 0, pair) != 0) {
            throw ErrnoException.last(SpawnHelper.SUBJECT);
        }
        int theirs = pair.getInt(Integer.BYTES);
        int ours = Descriptors.raiseOrClose(pair.getInt(0), theirs);
        int raised = Descriptors.raiseOrClose(theirs, ours);
        try {
            int pid = children.spawn(order.ticket(), () -> helper.spawn(orders, raised, log.fd()));
            return new Launched(pid, ours, log);
        } catch (ErrnoException failure) {
            Descriptors.close(ours);
            throw failure;
        } finally {
            Descriptors.close(raised);
        }
    }
}
