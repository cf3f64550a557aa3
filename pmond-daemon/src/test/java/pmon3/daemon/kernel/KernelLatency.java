package pmon3.daemon.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pmon3.daemon.kernel.SamplePrograms.Sample;

/**
 * Measures the path of a restart with a hundred programs alive, without a supervisor and a store: SIGKILL, exited,
 * spawn, ready, release, executed; and a reading of /proc. To be run by hand.
 */
final class KernelLatency {
    private static final int PROGRAMS = 100;
    private static final int ROUNDS = 400;
    private static final double NANOS_PER_MS = 1e6;

    private KernelLatency() {}

    public static void main(String[] args) throws IOException {
        try (LinuxSamplePrograms samples = new LinuxSamplePrograms();
                LinuxKernel kernel = new LinuxKernel(HelperBinary.path(), Inherited.capture())) {
            RecordingListener listener = new RecordingListener(() -> {});
            kernel.start(listener);
            measure(samples, kernel, listener);
        }
    }

    private static void measure(LinuxSamplePrograms samples, LinuxKernel kernel, RecordingListener listener) {
        List<ProcessIdentity> alive = new ArrayList<>();
        long ticket = 1;
        while (alive.size() < PROGRAMS) {
            alive.add(start(samples, kernel, listener, ticket++));
        }
        long[] exits = new long[ROUNDS];
        long[] restarts = new long[ROUNDS];
        long[] scans = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ProcessIdentity victim = alive.remove(0);
            long begun = System.nanoTime();
            kernel.signalGroup(victim, Signal.KILL);
            listener.awaitExited(victim.pid());
            exits[round] = System.nanoTime() - begun;
            kernel.acknowledgeExit(victim.pid());
            alive.add(start(samples, kernel, listener, ticket++));
            restarts[round] = System.nanoTime() - begun;
            begun = System.nanoTime();
            kernel.scan();
            scans[round] = System.nanoTime() - begun;
            listener.forget();
        }
        print("SIGKILL to exited", exits);
        print("SIGKILL to the replacement's execution", restarts);
        print("one reading of /proc", scans);
        alive.forEach(process -> kernel.signalGroup(process, Signal.KILL));
        alive.forEach(process -> {
            listener.awaitExited(process.pid());
            kernel.acknowledgeExit(process.pid());
        });
    }

    private static ProcessIdentity start(
            LinuxSamplePrograms samples, LinuxKernel kernel, RecordingListener listener, long ticket) {
        kernel.spawn(samples.order(ticket, Sample.LIVES));
        ProcessIdentity process = listener.awaitReady(ticket);
        kernel.release(ticket);
        listener.awaitExecuted(ticket);
        return process;
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%s: median %.3f ms, 99 %% %.3f ms%n",
                what, nanos[nanos.length / 2] / NANOS_PER_MS, nanos[nanos.length * 99 / 100] / NANOS_PER_MS);
    }
}
