package pmon3.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import pmon3.config.ConfigPaths;
import pmon3.config.SettingsLoader;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.ShmemChannel;

/**
 * A client that stays: each line of its input is a time in ms, for which it asks for the list of processes again and
 * again, and answers with a line of how long each first byte took, in µs. A program of its own, so that it can be any user's.
 */
final class WarmClient {
    private static final int SILENCE_DEADLINE_MS = 10_000;
    private static final long PAUSE_NS = 500_000;

    private final RequestChannel channel;
    private long firstByteNs;
    private int exitStatus;

    private WarmClient(RequestChannel channel) {
        this.channel = channel;
    }

    public static void main(String[] args) throws IOException {
        Map<String, String> environment = System.getenv();
        try (RequestChannel channel =
                ShmemChannel.connect(SettingsLoader.load(ConfigPaths.system(environment), environment)
                        .settings())) {
            WarmClient client = new WarmClient(channel);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(client.askFor(Long.parseLong(line)));
            }
        }
    }

    private String askFor(long ms) {
        StringBuilder took = new StringBuilder();
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() < endNs) {
            took.append(ask() / 1000).append(' ');
            LockSupport.parkNanos(PAUSE_NS);
        }
        return took.toString();
    }

    private long ask() {
        firstByteNs = 0;
        long startNs = System.nanoTime();
        channel.ask(new Request.ListProcesses(), SILENCE_DEADLINE_MS, reply -> took(reply, startNs));
        if (exitStatus != 0) {
            throw new IllegalStateException("exit status " + exitStatus);
        }
        return firstByteNs;
    }

    private void took(Reply reply, long startNs) {
        if (firstByteNs == 0) {
            firstByteNs = System.nanoTime() - startNs;
        }
        if (reply instanceof Reply.Done done) {
            exitStatus = done.exitStatus();
        }
    }
}
