package pmon3.config;

import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The wording of what is wrong in a configuration file: {@code FILE, line N: what}. */
public final class BadConfiguration {
    private BadConfiguration() {}

    /** File and line as text; a line of 0 is left out. */
    public static String place(String file, int line) {
        return line > 0 ? file + ", line " + line : file;
    }

    public static PmonException at(String file, int line, String what) {
        return at(place(file, line), what);
    }

    public static PmonException at(String file, int line, String what, Throwable cause) {
        return new PmonException(ErrorCode.BAD_CONFIGURATION, place(file, line) + ": " + what, cause);
    }

    static PmonException at(String place, String what) {
        return new PmonException(ErrorCode.BAD_CONFIGURATION, place + ": " + what);
    }

    /** A foreign message without line breaks and other control characters. */
    public static String oneLine(String message) {
        if (message == null) {
            return "";
        }
        StringBuilder line = new StringBuilder(message.length());
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString().trim();
    }
}
