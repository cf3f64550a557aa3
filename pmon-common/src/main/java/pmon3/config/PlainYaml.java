package pmon3.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the plain kind of YAML that most config.yml files are: nested {@code key: value} lines, comments, simple quotes.
 * Anything else, mistakes included, it leaves to {@link YamlReader}, whose loading costs a command line more than
 * everything else about configuration. Where this reader answers, it answers what that parser would.
 */
final class PlainYaml {
    /** A mapping that lines are being added to. */
    private static final class Level {
        final int indent;
        final int line;
        final Map<String, ConfigNode.Entry> entries = new LinkedHashMap<>();
        /** The last key, as long as it has no value: what follows deeper belongs to it. */
        String open = "";

        int openLine;

        Level(int indent, int line) {
            this.indent = indent;
            this.line = line;
        }
    }

    private final String text;
    private final List<Level> levels = new ArrayList<>();

    private PlainYaml(String text) {
        this.text = text;
    }

    /** The tree, or empty if the text is not of the plain kind. */
    static Optional<ConfigNode> read(String text) {
        return new PlainYaml(text).read();
    }

    private Optional<ConfigNode> read() {
        int line = 0;
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            line++;
            if (!isPlain(start, end) || !addLine(start, end, line)) {
                return Optional.empty();
            }
            start = end + 1;
        }
        if (levels.isEmpty()) {
            return Optional.empty();
        }
        closeDeeperThan(levels.get(0).indent);
        closeOpenKey(levels.get(0));
        return Optional.of(new ConfigNode.Mapping(levels.get(0).entries, levels.get(0).line));
    }

    private boolean isPlain(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private boolean addLine(int start, int end, int line) {
        int from = skipSpaces(start, end);
        if (from == end || text.charAt(from) == '#') {
            return true;
        }
        int colon = endOfKey(from, end);
        if (colon == from || colon == end || text.charAt(colon) != ':') {
            return false;
        }
        if (!enter(from - start, line)) {
            return false;
        }
        return addEntry(text.substring(from, colon), colon + 1, end, line);
    }

    private int skipSpaces(int from, int end) {
        int i = from;
        while (i < end && text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    private int endOfKey(int from, int end) {
        int i = from;
        while (i < end && isWordCharacter(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isWordCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    /** Finds or makes the mapping that a key at this indent belongs to. */
    private boolean enter(int indent, int line) {
        if (levels.isEmpty()) {
            levels.add(new Level(indent, line));
            return true;
        }
        Level deepest = levels.get(levels.size() - 1);
        if (indent > deepest.indent) {
            if (deepest.open.isEmpty()) {
                return false;
            }
            levels.add(new Level(indent, line));
            return true;
        }
        closeDeeperThan(indent);
        Level level = levels.get(levels.size() - 1);
        closeOpenKey(level);
        return level.indent == indent;
    }

    private void closeDeeperThan(int indent) {
        while (levels.size() > 1 && levels.get(levels.size() - 1).indent > indent) {
            Level closed = levels.remove(levels.size() - 1);
            closeOpenKey(closed);
            Level parent = levels.get(levels.size() - 1);
            put(parent, parent.open, new ConfigNode.Mapping(closed.entries, closed.line), parent.openLine);
            parent.open = "";
        }
    }

    private static void closeOpenKey(Level level) {
        if (!level.open.isEmpty()) {
            put(level, level.open, new ConfigNode.Scalar("", ConfigNode.Kind.PLAIN, level.openLine), level.openLine);
            level.open = "";
        }
    }

    private static void put(Level level, String key, ConfigNode value, int line) {
        level.entries.put(key, new ConfigNode.Entry(key, value, line));
    }

    private boolean addEntry(String key, int from, int end, int line) {
        Level level = levels.get(levels.size() - 1);
        if (level.entries.containsKey(key)) {
            return false;
        }
        int start = skipSpaces(from, end);
        if (start == end || text.charAt(start) == '#' && start > from) {
            level.open = key;
            level.openLine = line;
            return true;
        }
        if (start == from) {
            return false;
        }
        char first = text.charAt(start);
        if (first == '"' || first == '\'') {
            return addQuoted(level, key, start, end, line);
        }
        return addBare(level, key, start, end, line);
    }

    private boolean addQuoted(Level level, String key, int start, int end, int line) {
        int close = text.indexOf(text.charAt(start), start + 1);
        if (close < 0 || close >= end || !isRestEmpty(close + 1, end)) {
            return false;
        }
        String value = text.substring(start + 1, close);
        if (value.indexOf('\\') >= 0) {
            return false;
        }
        put(level, key, new ConfigNode.Scalar(value, ConfigNode.Kind.TEXT, line), line);
        return true;
    }

    private boolean isRestEmpty(int from, int end) {
        int next = skipSpaces(from, end);
        return next == end || next > from && text.charAt(next) == '#';
    }

    private boolean addBare(Level level, String key, int start, int end, int line) {
        char first = text.charAt(start);
        if (!isWordCharacter(first) && first != '/' && first != '.' && first != '+') {
            return false;
        }
        int stop = start;
        while (stop < end && !(text.charAt(stop) == '#' && text.charAt(stop - 1) == ' ')) {
            if (text.charAt(stop) == ':') {
                return false;
            }
            stop++;
        }
        while (text.charAt(stop - 1) == ' ') {
            stop--;
        }
        put(level, key, new ConfigNode.Scalar(text.substring(start, stop), ConfigNode.Kind.PLAIN, line), line);
        return true;
    }
}
