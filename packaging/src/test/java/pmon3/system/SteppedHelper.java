package pmon3.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A tree whose spawn helper is the product's own source, linked so that each helper can be made to stop itself before one
 * of its calls; see {@code src/test/c/stop-at-step.c}.
 */
final class SteppedHelper {
    private static final Pattern WRAPPED = Pattern.compile("(?m)^WRAP\\([^,]*, (\\w+)");
    private static final int FILE_BYTES = 4096;
    private static final int NAMES_OFFSET = 8;
    private static final int NAME_BYTES = 24;

    private final Path tree;

    private SteppedHelper(Path tree) {
        this.tree = tree;
    }

    static SteppedHelper build() {
        Path tree = Tree.copy();
        // The module's folder is where Maven runs the tests.
        Path source = Path.of("src/test/c/stop-at-step.c").toAbsolutePath();
        Path helper = Path.of("../pmond-daemon/src/main/c/pmon3-spawn.c").toAbsolutePath();
        List<String> words = new ArrayList<>(List.of("cc", "-std=c17", "-O2", "-static"));
        words.addAll(List.of("-Wall", "-Wextra", "-Werror", "-o", tree + "/lib/pmon3-spawn"));
        wrapped(source).forEach(call -> words.add("-Wl,--wrap=" + call));
        words.addAll(List.of(helper.toString(), source.toString()));
        Command.of(words.toArray(String[]::new)).run().ok();
        return new SteppedHelper(tree);
    }

    private static List<String> wrapped(Path source) {
        try {
            return WRAPPED.matcher(Files.readString(source))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path tree() {
        return tree;
    }

    private Path steps() {
        return tree.resolve("lib/steps");
    }

    /** From now on the n-th helper stops before its n-th call. */
    void stopEachAtItsStep() {
        try (RandomAccessFile file = new RandomAccessFile(steps().toFile(), "rw")) {
            file.setLength(0);
            file.setLength(FILE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stopNoMore() {
        try {
            Files.deleteIfExists(steps());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The calls before which one has stopped so far, in order. */
    List<String> calls() {
        List<String> calls = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(steps().toFile(), "r")) {
            byte[] name = new byte[NAME_BYTES];
            for (file.seek(NAMES_OFFSET); file.getFilePointer() + NAME_BYTES <= FILE_BYTES; ) {
                file.readFully(name);
                String text = new String(name, StandardCharsets.US_ASCII).replace("\0", "");
                if (!text.isEmpty()) {
                    calls.add(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }
}
