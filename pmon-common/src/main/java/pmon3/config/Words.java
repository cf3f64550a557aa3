package pmon3.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmon3.model.PmonException;

/**
 * Args and the like as one text and as words, split as a POSIX shell splits them: blanks and newlines separate, single
 * quotes keep all, double quotes keep all but a backslash before {@code $ ` " \} and newline, a backslash keeps the
 * next character, and one before a newline joins the lines. Nothing is expanded, and no character but these means anything.
 */
public final class Words {
    private Words() {}

    /** Words, and a line to warn with if the text could not be split by the rules. */
    public record Split(List<String> words, Optional<String> warning) {
        public Split {
            words = List.copyOf(words);
        }
    }

    /**
     * Splits by the rules.
     *
     * @param what what the text is, for errors: {@code args}, {@code env-vars}
     * @throws PmonException (FAILED) naming the position, from 1, of a quote that nothing closes, or of a NUL
     */
    public static List<String> split(String what, String text) {
        return new WordSplitter(what, text).split();
    }

    /**
     * Splits a text that was taken over from the Go program's database: by the rules, or, if its quotes are unbalanced, as
     * {@link #splitPlain} does, with a warning.
     */
    public static Split splitStored(String what, String text) {
        try {
            return new Split(split(what, text), Optional.empty());
        } catch (PmonException e) {
            return new Split(splitPlain(text), Optional.of(e.getMessage() + "; split at single spaces"));
        }
    }

    /** Splits at every single space, as the Go program does: two in a row make an empty word. No text has no words. */
    public static List<String> splitPlain(String text) {
        List<String> words = new ArrayList<>();
        if (text.isEmpty()) {
            return words;
        }
        int start = 0;
        for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', start)) {
            words.add(text.substring(start, space));
            start = space + 1;
        }
        words.add(text.substring(start));
        return words;
    }

    /** One text that {@link #split} splits into these words, quoting only where needed. */
    public static String join(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            if (text.length() > 0) {
                text.append(' ');
            }
            quote(word, text);
        }
        return text.toString();
    }

    private static void quote(String word, StringBuilder text) {
        if (!needsQuotes(word)) {
            text.append(word);
            return;
        }
        text.append('\'');
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\'') {
                text.append("'\\''");
            } else {
                text.append(c);
            }
        }
        text.append('\'');
    }

    /** Also quotes what only a real shell would act on, so that people can paste the text into one. */
    private static boolean needsQuotes(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean safe = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "-_./:=,+@%".indexOf(c) >= 0
                    || c > 0x7f && !Character.isISOControl(c) && !Character.isWhitespace(c);
            if (!safe) {
                return true;
            }
        }
        return word.isEmpty();
    }
}
