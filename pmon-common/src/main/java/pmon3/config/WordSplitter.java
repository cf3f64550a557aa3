package pmon3.config;

import java.util.ArrayList;
import java.util.List;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** One pass over one text, for {@link Words}. */
final class WordSplitter {
    private final String what;
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    /** Whether a word has begun: quotes begin one even if nothing is in them. */
    private boolean inWord;

    private int at;

    WordSplitter(String what, String text) {
        this.what = what;
        this.text = text;
    }

    List<String> split() {
        refuseNul();
        while (at < text.length()) {
            char c = text.charAt(at);
            at++;
            switch (c) {
                case ' ', '\t', '\n' -> endWord();
                case '\'' -> singleQuoted();
                case '"' -> doubleQuoted();
                case '\\' -> escaped();
                default -> add(c);
            }
        }
        endWord();
        return words;
    }

    private void refuseNul() {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new PmonException(
                    ErrorCode.FAILED,
                    what + ": NUL character at position " + (nul + 1) + ", which no program can be given");
        }
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void singleQuoted() {
        int open = at - 1;
        int close = text.indexOf('\'', at);
        if (close < 0) {
            throw unbalanced(open);
        }
        word.append(text, at, close);
        inWord = true;
        at = close + 1;
    }

    private void doubleQuoted() {
        int open = at - 1;
        inWord = true;
        while (at < text.length()) {
            char c = text.charAt(at);
            at++;
            if (c == '"') {
                return;
            }
            if (c == '\\' && at < text.length() && "$`\"\\\n".indexOf(text.charAt(at)) >= 0) {
                escaped();
            } else {
                word.append(c);
            }
        }
        throw unbalanced(open);
    }

    /** After a backslash; the last character of a text stands for itself. */
    private void escaped() {
        if (at == text.length()) {
            add('\\');
            return;
        }
        char c = text.charAt(at);
        at++;
        if (c != '\n') {
            add(c);
        }
    }

    private PmonException unbalanced(int open) {
        return new PmonException(
                ErrorCode.FAILED,
                what + ": unbalanced quote " + text.charAt(open) + " at position " + (open + 1)
                        + "; close it, or put a backslash before it");
    }
}
