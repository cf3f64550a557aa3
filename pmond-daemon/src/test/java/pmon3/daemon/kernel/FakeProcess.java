package pmon3.daemon.kernel;

/** One process of a {@link FakeKernel}. */
final class FakeProcess {
    private static final int OWN_PID = 1;
    private static final long MS_PER_TICK = 10;

    final int pid;
    final SpawnOrder order;
    boolean isChild;
    String name = "";
    char state = 'S';
    int parent = OWN_PID;
    int group;
    int session;
    boolean ignoresTerm;
    boolean unkillable;
    /** It had SIGKILL, and ends once it can. */
    boolean doomed;

    private final long startTicks;
    /** When this boot began, in ticks since the first. */
    private final long bootTicks;

    private final String bootId;

    /** @param isChild of the kernel's own process, so that its end is told with a status */
    FakeProcess(int pid, long startTicks, long bootTicks, String bootId, SpawnOrder order, boolean isChild) {
        this.pid = pid;
        this.startTicks = startTicks;
        this.bootTicks = bootTicks;
        this.bootId = bootId;
        this.order = order;
        this.isChild = isChild;
        group = pid;
        session = pid;
    }

    boolean isZombie() {
        return state == 'Z';
    }

    ProcessIdentity identity() {
        return new ProcessIdentity(pid, startTicks, bootId);
    }

    ProcessTable.Entry entry() {
        return new ProcessTable.Entry(pid, name, state, parent, group, session, 0, startTicks, 0);
    }

    ProcessFacts facts() {
        return new ProcessFacts(
                identity(),
                order.credentials().uid(),
                FakeKernel.BOOTED_AT.plusMillis((bootTicks + startTicks) * MS_PER_TICK),
                order.file(),
                order.argv(),
                output(order.log()));
    }

    private static String output(LogTarget log) {
        if (log instanceof LogTarget.Own own) {
            return own.directory() + "/" + own.fileName();
        }
        return log instanceof LogTarget.Chosen chosen ? chosen.path() : "";
    }
}
