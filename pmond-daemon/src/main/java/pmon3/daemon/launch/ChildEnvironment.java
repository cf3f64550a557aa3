package pmon3.daemon.launch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import pmon3.daemon.kernel.UserDirectory.Account;

/** The environment of a program: pmond's own less what is private to pmond, then its user's, then its definition's. */
public final class ChildEnvironment {
    /** Set by the launcher for a variable it had to hide or change for the JVM: a child gets the rest of the name. */
    private static final String HANDED_ON = "PMON3_LAUNCHER_";

    /** Set by the launcher: variables that its shell would have dropped, a line each; see lib/launch.sh. */
    private static final String ODD = "PMON3_ODD_VARIABLES";

    private static final List<String> PRIVATE_PREFIXES =
            List.of("CONFIGOR_", "PMON3_", "LISTEN_", "WATCHDOG_", "MEMORY_PRESSURE_");
    private static final Set<String> PRIVATE = Set.of(
            "XIPC_DEBUG",
            "NOTIFY_SOCKET",
            "INVOCATION_ID",
            "JOURNAL_STREAM",
            "MAINPID",
            "SYSTEMD_EXEC_PID",
            "CREDENTIALS_DIRECTORY",
            "LC_ALL");

    private final Map<String, String> inherited;

    /** @param own pmond's own environment, as its launcher left it */
    public ChildEnvironment(Map<String, String> own) {
        Map<String, String> kept = new TreeMap<>();
        own.forEach((key, value) -> {
            if (!isPrivate(key)) {
                kept.put(key, value);
            }
        });
        if (!own.containsKey(HANDED_ON + "LC_ALL") && own.containsKey("LC_ALL")) {
            kept.put("LC_ALL", own.get("LC_ALL"));
        }
        kept.putAll(decoded(own.getOrDefault(ODD, "")));
        own.forEach((key, value) -> {
            if (key.startsWith(HANDED_ON) && !value.isEmpty()) {
                kept.put(key.substring(HANDED_ON.length()), value);
            }
        });
        inherited = Map.copyOf(kept);
    }

    /** @param words {@code KEY=value}, the later wins */
    public List<String> of(Account user, List<String> words) {
        Map<String, String> all = new TreeMap<>(inherited);
        all.put("HOME", user.home());
        all.put("USER", user.name());
        all.put("LOGNAME", user.name());
        all.put("SHELL", user.shell());
        for (String word : words) {
            int equals = word.indexOf('=');
            all.put(word.substring(0, equals), word.substring(equals + 1));
        }
        List<String> entries = new ArrayList<>();
        all.forEach((key, value) -> entries.add(key + "=" + value));
        return entries;
    }

    private static Map<String, String> decoded(String odd) {
        Map<String, String> variables = new TreeMap<>();
        String lines;
        try {
            lines = new String(Base64.getDecoder().decode(odd), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notTheLaunchers) {
            return variables;
        }
        for (String line : lines.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0 && !isPrivate(line.substring(0, equals))) {
                variables.put(
                        line.substring(0, equals), line.substring(equals + 1).replace('\0', '\n'));
            }
        }
        return variables;
    }

    private static boolean isPrivate(String key) {
        return PRIVATE.contains(key) || PRIVATE_PREFIXES.stream().anyMatch(key::startsWith);
    }
}
