package pmon3.system;

import java.util.Map;
import java.util.TreeMap;

/** A config.yml in the making: keys with dots, as {@code message_queue.directory.shmem}, become nested mappings. */
final class ConfigFile {
    private final Map<String, Object> values = new TreeMap<>();

    void set(String key, Object value) {
        values.put(key, value);
    }

    String yaml() {
        StringBuilder text = new StringBuilder();
        String[] open = {};
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            String[] path = entry.getKey().split("\\.");
            int level = 0;
            while (level < Math.min(open.length, path.length) - 1 && open[level].equals(path[level])) {
                level++;
            }
            for (; level < path.length - 1; level++) {
                line(text, level, path[level], "");
            }
            line(text, level, path[level], " " + entry.getValue());
            open = path;
        }
        return text.toString();
    }

    private static void line(StringBuilder text, int level, String key, String value) {
        text.append("  ".repeat(level)).append(key).append(':').append(value).append('\n');
    }
}
