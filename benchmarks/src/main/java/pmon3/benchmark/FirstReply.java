package pmon3.benchmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.View;

/**
 * Prints how long a warm client waits for the first piece of an answer of a warm pmond: from before the channel file is made
 * until it was read and decoded. Requests come one at a time, with a pause between them, as people and scripts ask.
 */
final class FirstReply {
    private static final int WARM_UP = 4000;
    private static final int REQUESTS = 2000;
    private static final View VIEW =
            new View(true, ByteBuffer.wrap("CET-1CEST,M3.5.0,M10.5.0/3".getBytes(StandardCharsets.US_ASCII)));
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final RequestChannel pmond;
    private long firstNs;

    private FirstReply(RequestChannel pmond) {
        this.pmond = pmond;
    }

    public static void main(String[] arguments) {
        try (RequestChannel pmond = RunningPmond.open()) {
            FirstReply asker = new FirstReply(pmond);
            asker.measure("group ls, for which nothing is looked up", new Request.ListGroups());
            asker.measure(
                    "ls, for which pmond reads /proc and draws", new Request.Shown(VIEW, new Request.ListProcesses()));
        }
    }

    private void measure(String what, Request request) {
        for (int i = 0; i < WARM_UP; i++) {
            ask(request);
        }
        long[] tookNs = new long[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            LockSupport.parkNanos(PAUSE_NS);
            tookNs[i] = ask(request);
        }
        Arrays.sort(tookNs);
        System.out.printf(
                Locale.ROOT,
                "request to first reply, %s: median %.3f ms, 90%% %.3f, 99%% %.3f, of %d%n",
                what,
                tookNs[REQUESTS / 2] / 1e6,
                tookNs[REQUESTS * 9 / 10] / 1e6,
                tookNs[REQUESTS * 99 / 100] / 1e6,
                REQUESTS);
    }

    private long ask(Request request) {
        firstNs = 0;
        long beganNs = System.nanoTime();
        pmond.ask(request, RunningPmond.SILENCE_DEADLINE_MS, reply -> {
            if (firstNs == 0) {
                firstNs = System.nanoTime();
            }
        });
        return firstNs - beganNs;
    }
}
