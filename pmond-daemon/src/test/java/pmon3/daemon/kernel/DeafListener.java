package pmon3.daemon.kernel;

import pmon3.model.ProcessExit;

/** Nobody is left to tell: pmond is dead. */
final class DeafListener implements KernelListener {
    @Override
    public void spawnReady(long ticket, ProcessIdentity identity) {}

    @Override
    public void spawnFailed(long ticket, String reason) {}

    @Override
    public void executed(long ticket) {}

    @Override
    public void exited(int pid, ProcessExit exit) {}

    @Override
    public void vanished(ProcessIdentity process, ProcessExit exit) {}
}
