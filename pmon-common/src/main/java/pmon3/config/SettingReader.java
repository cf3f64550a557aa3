package pmon3.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives each key's value its type, checks its range, and falls back to the default with a warning. */
final class SettingReader {
    private static final int MAX_FILE_NAME_PART = 100;

    private final RawSettings raw;
    private final List<String> warnings;

    SettingReader(RawSettings raw, List<String> warnings) {
        this.raw = raw;
        this.warnings = warnings;
    }

    String text(SettingKey key) {
        if (!raw.isSet(key)) {
            return key.defaultText();
        }
        String text = raw.text(key);
        if (text.indexOf('\0') >= 0) {
            throw BadConfiguration.at(raw.place(key), "holds a NUL character");
        }
        return text;
    }

    Optional<String> optionalText(SettingKey key) {
        return raw.isSet(key) ? Optional.of(text(key)) : Optional.empty();
    }

    boolean bool(SettingKey key) {
        String text = text(key);
        Boolean value = SettingText.toBoolean(text);
        if (value == null) {
            throw BadConfiguration.at(raw.place(key), quoted(text) + " is neither true nor false");
        }
        return value;
    }

    int integer(SettingKey key) {
        String text = text(key);
        Long value = SettingText.toInteger(text);
        if (value == null) {
            throw BadConfiguration.at(
                    raw.place(key), quoted(text) + " is not a number from " + key.min() + " to " + key.max());
        }
        if (value < key.min() || value > key.max()) {
            warn(key, text + " is not from " + key.min() + " to " + key.max(), key.defaultText());
            return Integer.parseInt(key.defaultText());
        }
        return value.intValue();
    }

    String level(SettingKey key) {
        String text = text(key);
        String level = SettingText.toLevel(text);
        if (level == null) {
            warn(key, quoted(text) + " is not debug, info, warn or error", key.defaultText());
            return key.defaultText();
        }
        return level;
    }

    /** The words of the list, each once. */
    List<String> transports(SettingKey key) {
        String text = SettingText.lower(text(key));
        List<String> transports = new ArrayList<>(1);
        for (int start = 0; start <= text.length(); ) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            String transport = known(key, text.substring(start, end).trim());
            if (!transports.contains(transport)) {
                transports.add(transport);
            }
            start = end + 1;
        }
        return transports;
    }

    private String known(SettingKey key, String transport) {
        return switch (transport) {
            case "shmem", "unix", "posix_mq", "tcp" -> transport;
            default ->
                throw BadConfiguration.at(
                        raw.place(key), quoted(transport) + " is no transport; use shmem, unix, posix_mq or tcp");
        };
    }

    /** A part of a file name: no slash, no white space or control character, of bounded length. */
    String fileName(SettingKey key) {
        String text = text(key);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || Character.isWhitespace(c) || Character.isISOControl(c)) {
                throw BadConfiguration.at(
                        raw.place(key), quoted(text) + " holds a slash, white space or a control character");
            }
        }
        if (text.length() > MAX_FILE_NAME_PART) {
            throw BadConfiguration.at(raw.place(key), "longer than " + MAX_FILE_NAME_PART + " characters");
        }
        return text;
    }

    String path(SettingKey key) {
        return path(key, key.defaultText());
    }

    String path(SettingKey key, String otherwise) {
        return raw.isSet(key) ? absolute(raw.place(key), text(key)) : otherwise;
    }

    /** The path itself, or one from the working directory, with a warning. */
    String absolute(String place, String text) {
        if (text.startsWith("/")) {
            return text;
        }
        try {
            String path = Path.of(text).toAbsolutePath().normalize().toString();
            warnings.add(place + ": " + quoted(text) + " is not an absolute path; " + path + " is taken");
            return path;
        } catch (InvalidPathException e) {
            throw BadConfiguration.at(place, quoted(text) + " is no path");
        }
    }

    /** Owner and modes of a section: its own, else those of {@code permissions}, else the section's defaults. */
    Settings.Ownership ownership(SettingKey user, SettingKey group, SettingKey directoryMode, SettingKey fileMode) {
        return new Settings.Ownership(
                inherited(user, SettingKey.PERMISSIONS_USER),
                inherited(group, SettingKey.PERMISSIONS_GROUP),
                mode(directoryMode, SettingKey.PERMISSIONS_DIRECTORY_MODE),
                mode(fileMode, SettingKey.PERMISSIONS_FILE_MODE));
    }

    private Optional<String> inherited(SettingKey key, SettingKey permissions) {
        return optionalText(raw.isSet(key) ? key : permissions);
    }

    private int mode(SettingKey key, SettingKey permissions) {
        int builtIn = Integer.parseInt(key.defaultText(), 8);
        int inherited = mode(permissions, builtIn, "each section's default");
        return mode(key, inherited, "0" + Integer.toOctalString(inherited));
    }

    private int mode(SettingKey key, int otherwise, String otherwiseText) {
        if (!raw.isSet(key)) {
            return otherwise;
        }
        String text = text(key);
        Long mode = SettingText.toMode(text);
        if (mode == null) {
            throw BadConfiguration.at(raw.place(key), quoted(text) + " is not an octal mode such as 0770");
        }
        if (mode > SettingKey.MAX_MODE) {
            warn(key, text + " is not from 0 to 07777", otherwiseText);
            return otherwise;
        }
        return mode.intValue();
    }

    private void warn(SettingKey key, String what, String taken) {
        String line = raw.place(key) + ": " + BadConfiguration.oneLine(what) + "; " + taken + " is taken";
        if (!warnings.contains(line)) {
            warnings.add(line);
        }
    }

    private static String quoted(String text) {
        return "'" + BadConfiguration.oneLine(text) + "'";
    }
}
