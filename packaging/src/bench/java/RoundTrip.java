import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pmon3.config.ConfigPaths;
import pmon3.config.Settings;
import pmon3.config.SettingsLoader;
import pmon3.ipc.OtherTransports;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.ShmemChannel;

/** Asks pmond by each transport in turns, in one warm JVM; prints a line for each: name, lower quartile, median, upper, in µs. */
public final class RoundTrip {
    private static final int WARM_UP = 400;
    private static final int ROUNDS = 600;
    private static final int DEADLINE_MS = 5_000;

    private RoundTrip() {}

    public static void main(String[] transports) {
        List<RequestChannel> channels = new ArrayList<>();
        for (String transport : transports) {
            channels.add(connect(transport));
        }
        long[][] ns = new long[transports.length][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < transports.length; i++) {
                long startNs = System.nanoTime();
                channels.get(i).ask(new Request.Ping(), DEADLINE_MS, reply -> {});
                ns[i][Math.max(0, round)] = System.nanoTime() - startNs;
            }
        }
        for (int i = 0; i < transports.length; i++) {
            Arrays.sort(ns[i]);
            System.out.printf(
                    "%s %d %d %d%n",
                    transports[i], ns[i][ROUNDS / 4] / 1000, ns[i][ROUNDS / 2] / 1000, ns[i][3 * ROUNDS / 4] / 1000);
        }
    }

    private static RequestChannel connect(String transport) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("CONFIGOR_MESSAGEQUEUE_TRANSPORT", transport);
        Settings settings =
                SettingsLoader.load(ConfigPaths.system(environment), environment).settings();
        return transport.equals(ShmemChannel.NAME)
                ? ShmemChannel.connect(settings)
                : OtherTransports.connect(settings);
    }
}
