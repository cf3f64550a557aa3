package pmon3.config;

import java.util.Optional;
import java.util.OptionalLong;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * The rules for names of processes and groups: 1 to 200 bytes of UTF-8; no control character, white space, slash or comma;
 * not beginning with a dash; not {@code .} or {@code ..}; not digits only, because those are ids.
 */
public final class Names {
    /** In UTF-8. */
    public static final int MAX_BYTES = 200;

    private Names() {}

    /** Whether the text is an id: digits (0 to 9) only. */
    public static boolean isId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The id that the text is; empty if it is none, or larger than any id can be. */
    public static OptionalLong id(String text) {
        if (!isId(text)) {
            return OptionalLong.empty();
        }
        long id = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (id > (Long.MAX_VALUE - digit) / 10) {
                return OptionalLong.empty();
            }
            id = id * 10 + digit;
        }
        return OptionalLong.of(id);
    }

    /**
     * Which rule the name breaks, in one line that begins with the name.
     *
     * @param what whose name it is, for the line: {@code process} or {@code group}
     */
    public static Optional<String> problem(String what, String name) {
        String rule = brokenRule(name);
        return rule == null ? Optional.empty() : Optional.of(what + " name '" + printable(name) + "' " + rule);
    }

    /** @throws PmonException (FAILED) in the words of {@link #problem} */
    public static void require(String what, String name) {
        Optional<String> problem = problem(what, name);
        if (problem.isPresent()) {
            throw new PmonException(ErrorCode.FAILED, problem.get());
        }
    }

    private static String brokenRule(String name) {
        if (name.isEmpty()) {
            return "is empty; give one of 1 to " + MAX_BYTES + " bytes";
        }
        if (name.charAt(0) == '-') {
            return "begins with a dash, which only flags may";
        }
        if (name.equals(".") || name.equals("..")) {
            return "is a folder's, and no name";
        }
        if (isId(name)) {
            return "is digits only, which only ids may be";
        }
        return brokenCharacterRule(name);
    }

    private static String brokenCharacterRule(String name) {
        int bytes = 0;
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            String rule = brokenBy(c);
            if (rule != null) {
                return rule;
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            i += Character.charCount(c);
        }
        return bytes > MAX_BYTES ? "is " + bytes + " bytes long; " + MAX_BYTES + " are the most" : null;
    }

    private static String brokenBy(int c) {
        if (c == '/' || c == ',') {
            return "contains " + (c == '/' ? "a slash" : "a comma") + ", which names may not";
        }
        if (isSpace(c)) {
            return "contains white space, which names may not";
        }
        if (Character.isISOControl(c)) {
            return "contains a control character, which names may not";
        }
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? "is not valid UTF-8" : null;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) && !isSeparatorControl(c) || Character.isSpaceChar(c);
    }

    /** Java counts four control characters as white space. */
    private static boolean isSeparatorControl(int c) {
        return c >= 0x1c && c <= 0x1f;
    }

    private static String printable(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length() && text.length() < MAX_BYTES; i++) {
            char c = name.charAt(i);
            text.append(Character.isISOControl(c) || Character.isSurrogate(c) && !isPaired(name, i) ? '?' : c);
        }
        return text.toString();
    }

    private static boolean isPaired(String name, int i) {
        char c = name.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(name.charAt(i - 1));
    }
}
