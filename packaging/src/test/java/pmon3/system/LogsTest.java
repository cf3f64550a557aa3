package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What programs print, and how it is read. */
class LogsTest {
    private static final Duration SEEN = Duration.ofSeconds(20);
    private static final long HUGE_BYTES = 5L << 30;
    /** Reading it takes longer; a client's start on a machine with other work to do does not. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    /** Prints each line that is written into its FIFO. */
    private static final String ECHO = """
            #!/bin/bash
            exec 3<>"$1"
            while read -r line <&3; do echo "$line"; done
            """;

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private Path fifo;
    private Path log;

    @BeforeEach
    void echoRuns() {
        fifo = pmond.folder().resolve("fifo");
        Command.of("mkfifo", fifo.toString()).run().ok();
        pmond.start();
        pmond.run("exec", pmond.script("echo", ECHO).toString(), "--args", fifo.toString())
                .ok();
        log = pmond.logFile("echo");
    }

    /** Has the program print these numbers, one a line, and waits until the last is in the log. */
    private void print(int from, int to) {
        String text = lines(from, to);
        try {
            Files.writeString(fifo, text, StandardOpenOption.WRITE);
            Await.until("line " + to, SEEN, () -> textOf(log).endsWith("line " + to + "\n"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> "line " + number + "\n")
                .collect(Collectors.joining());
    }

    private static String textOf(Path file) {
        try {
            return Files.exists(file) ? Command.text(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void logShowsTheLastLines() {
        print(1, 30);
        assertThat(pmond.run("log", "echo").ok().out()).isEqualTo(lines(21, 30));
        assertThat(pmond.run("log", "-n", "3", "1").ok().out()).isEqualTo(lines(28, 30));
        assertThat(pmond.run("log", "-n", "+28", "echo").ok().out()).isEqualTo(lines(28, 30));
        assertThat(pmond.run("log", "-n", "0", "echo").ok().out()).isEmpty();
        assertThat(pmond.run("log", "-n", "1000", "echo").ok().out()).isEqualTo(lines(1, 30));
    }

    @Test
    void linesOfAHugeLogAreFoundAtOnce() throws IOException {
        Path huge = pmond.folder().resolve("huge.log");
        Files.writeString(huge, lines(1, 10));
        pmond.run("exec", "/bin/sleep", "--log", huge.toString(), "--args", "10000")
                .ok();
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            // A hole: no disk is filled.
            file.seek(HUGE_BYTES);
            file.write(("\n" + lines(11, 20)).getBytes());
        }
        Ran last = pmond.run("log", "-n", "3", "sleep").ok();
        assertThat(last.out()).isEqualTo(lines(18, 20));
        assertThat(last.took()).isLessThan(AT_ONCE);
        Command whole = pmond.client("log", "-n", "+8", "sleep");
        List<String> words = new ArrayList<>(List.of("sh", "-c", "\"$0\" \"$@\" | head -n 2"));
        words.addAll(whole.words());
        Ran first = new Command(words, whole.environment(), whole.folder(), whole.limit())
                .run()
                .ok();
        assertThat(first.out()).isEqualTo(lines(8, 9));
        assertThat(first.took()).isLessThan(AT_ONCE);
    }

    @Test
    void logOfAllShowsTheArchivesFirst() throws IOException {
        Files.writeString(Path.of(log + ".1"), lines(11, 20));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(log + ".2.gz")))) {
            out.write(lines(1, 10).getBytes());
        }
        print(21, 25);
        assertThat(pmond.run("log", "--all", "-n", "+1", "echo").ok().out()).isEqualTo(lines(1, 25));
    }

    @Test
    void logfFollowsThroughBothKindsOfRotation() throws IOException {
        print(1, 12);
        Path seen = pmond.folder().resolve("seen");
        Path errors = pmond.folder().resolve("errors");
        Process logf = pmond.client("logf", "echo").start(seen, errors);
        try {
            awaitSeen(seen, lines(3, 12));
            print(13, 20);
            awaitSeen(seen, lines(3, 20));

            // copytruncate
            Files.copy(log, Path.of(log + ".1"));
            Files.write(log, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            print(21, 23);
            awaitSeen(seen, lines(3, 23));

            // rename, the last lines into the old file, then a new one
            Files.move(log, Path.of(log + "-20260101"));
            Files.writeString(fifo, lines(24, 26), StandardOpenOption.WRITE);
            awaitSeen(seen, lines(3, 26));
            pmond.run("restart", "echo").ok();
            print(27, 40);
            awaitSeen(seen, lines(3, 40));
            assertThat(errors).isEmptyFile();
            assertThat(logf.isAlive()).isTrue();
        } finally {
            logf.destroy();
        }
        Await.until("the end of logf", SEEN, () -> !logf.isAlive());
    }

    @Test
    void deletionRemovesPmondsOwnLogAndNoOther() {
        print(1, 1);
        Path chosen = pmond.folder().resolve("chosen.log");
        pmond.run("exec", "/bin/sleep", "--name", "other", "-a", "10000", "--log", chosen.toString())
                .ok();
        assertThat(chosen).exists();
        pmond.run("del", "echo", "other").ok();
        assertThat(log).doesNotExist();
        assertThat(chosen).exists();
    }

    @Test
    void outputIsAppendedThroughRestarts() {
        print(1, 3);
        pmond.run("restart", "echo").ok();
        print(4, 6);
        assertThat(textOf(log)).isEqualTo(lines(1, 6));
        assertThat(List.of(pmond.run("log", "echo").ok().out())).containsExactly(lines(1, 6));
    }

    private static void awaitSeen(Path seen, String text) {
        Await.until("what logf shows", SEEN, () -> {
            assertThat(textOf(seen)).isEqualTo(text);
            return true;
        });
    }
}
