package pmon3.cli.log;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The rotated archives beside a log, {@code LOG-*} and {@code LOG.N}, plain or .gz, oldest first: dated ones by their
 * text, then numbered ones from the highest down. One that is being compressed exists twice and counts once, plain.
 */
final class Archives {
    static final String COMPRESSED = ".gz";

    private static final int MOST_DIGITS = 9;

    private Archives() {}

    static List<File> of(File log) {
        String[] names = log.getAbsoluteFile().getParentFile().list();
        if (names == null) {
            return List.of();
        }
        List<Archive> archives = new ArrayList<>();
        Arrays.sort(names);
        for (String name : names) {
            Archive archive = Archive.of(log.getName(), name);
            if (archive != null && !isKnown(archive, archives)) {
                archives.add(archive);
            }
        }
        Collections.sort(archives);
        List<File> files = new ArrayList<>();
        for (Archive archive : archives) {
            files.add(new File(log.getAbsoluteFile().getParentFile(), archive.name));
        }
        return files;
    }

    /** In sorted order {@code X} comes before {@code X.gz}. */
    private static boolean isKnown(Archive archive, List<Archive> archives) {
        for (Archive other : archives) {
            if (other.stem.equals(archive.stem)) {
                return true;
            }
        }
        return false;
    }

    /** @param number of LOG.N; -1 for a dated one */
    private record Archive(String name, String stem, int number) implements Comparable<Archive> {
        static Archive of(String log, String name) {
            if (name.length() <= log.length() + 1 || !name.startsWith(log)) {
                return null;
            }
            String stem = name.endsWith(COMPRESSED) ? name.substring(0, name.length() - COMPRESSED.length()) : name;
            if (name.charAt(log.length()) == '-') {
                return new Archive(name, stem, -1);
            }
            int number = name.charAt(log.length()) == '.' && stem.length() > log.length()
                    ? number(stem.substring(log.length() + 1))
                    : -1;
            return number < 0 ? null : new Archive(name, stem, number);
        }

        @Override
        public int compareTo(Archive other) {
            if (number >= 0 && other.number >= 0) {
                return Integer.compare(other.number, number);
            }
            return number == other.number ? stem.compareTo(other.stem) : Integer.compare(number, other.number);
        }

        private static int number(String text) {
            if (text.isEmpty() || text.length() > MOST_DIGITS) {
                return -1;
            }
            int value = 0;
            for (int i = 0; i < text.length(); i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                value = value * 10 + digit;
            }
            return value;
        }
    }
}
