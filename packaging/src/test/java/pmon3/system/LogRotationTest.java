package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real logrotate at work while a program writes without pause and logf follows. */
class LogRotationTest {
    private static final Duration SEEN = Duration.ofSeconds(20);
    private static final int ROTATIONS = 6;
    /** So often, at least, logf looks; what is written and truncated between two looks nobody can show. */
    private static final long LOOK_MICROS = 200_000;
    /** Numbered lines with the time of each in microseconds; with a path each line opens the file anew. */
    private static final String WRITER = """
            import sys, time
            number = 0
            while True:
                out = open(sys.argv[1], "a") if len(sys.argv) > 1 else sys.stdout
                print(number, time.time_ns() // 1000, file=out, flush=True)
                if out is not sys.stdout:
                    out.close()
                number += 1
                time.sleep(0.001)
            """;

    private record Line(long number, long micros) {}

    private record Rotation(long beganMicros, long endedMicros) {}

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private Path log;
    private Path seen;
    private Process logf;

    @AfterEach
    void endLogf() {
        if (logf != null) {
            logf.destroyForcibly();
        }
    }

    private void follow(boolean opensAnew) throws IOException {
        log = pmond.logFile("writer");
        seen = pmond.folder().resolve("seen");
        Path script = Files.writeString(pmond.folder().resolve("writer.py"), WRITER);
        List<String> words =
                new ArrayList<>(List.of("exec", Root.program("python3"), "--name", "writer", "--", script.toString()));
        if (opensAnew) {
            words.add(log.toString());
        }
        pmond.start().run(words.toArray(String[]::new)).ok();
        logf = pmond.client("logf", "writer", "-n", "+1")
                .start(seen, pmond.folder().resolve("errors"));
        awaitSeenAfter(0);
    }

    /** Waits until logf shows a line that was written later than that. */
    private void awaitSeenAfter(long micros) {
        Await.until("a line in what logf shows", SEEN, () -> {
            List<Line> lines = linesOf(seen);
            return !lines.isEmpty() && lines.get(lines.size() - 1).micros > micros;
        });
    }

    private static List<Line> linesOf(Path file) {
        try {
            String text = Files.exists(file) ? Command.text(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(line -> line.split(" "))
                    .map(words -> new Line(Long.parseLong(words[0]), Long.parseLong(words[1])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long nowMicros() {
        return System.currentTimeMillis() * 1000;
    }

    private List<Rotation> rotate(String how) throws IOException {
        Path rule = pmond.folder().resolve("rule");
        Files.writeString(rule, log + " {\n    rotate 20\n    " + how + "\n}\n");
        Path state = pmond.folder().resolve("state");
        List<Rotation> rotations = new ArrayList<>();
        for (int i = 0; i < ROTATIONS; i++) {
            long began = nowMicros();
            Ran ran = Command.of("logrotate", "--force", "--state", state.toString(), rule.toString())
                    .run()
                    .ok();
            assertThat(ran.out() + ran.err()).isEmpty();
            rotations.add(new Rotation(began, nowMicros() + 1000));
            awaitSeenAfter(nowMicros());
        }
        assertThat(Path.of(log + "." + ROTATIONS)).exists();
        return rotations;
    }

    private List<Long> seenNumbers() {
        return linesOf(seen).stream().map(Line::number).toList();
    }

    @Test
    void ofRotationsByRenamingLogfShowsEveryLineOnce() throws IOException {
        follow(true);
        rotate("nocreate");
        List<Long> numbers = seenNumbers();
        assertThat(numbers)
                .containsExactlyElementsOf(
                        LongStream.range(0, numbers.size()).boxed().toList());
    }

    @Test
    void ofRotationsByCopyingLogfShowsNoLineTwiceAndAllThatWereThereForALook() throws IOException {
        follow(false);
        List<Rotation> rotations = rotate("copytruncate");
        List<Long> numbers = seenNumbers();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();

        Set<Long> shown = new TreeSet<>(numbers);
        List<Line> missed = archived(numbers.get(numbers.size() - 1)).stream()
                .filter(line -> !shown.contains(line.number))
                .filter(line -> rotations.stream()
                        .noneMatch(rotation -> line.micros > rotation.beganMicros - LOOK_MICROS
                                && line.micros <= rotation.endedMicros))
                .toList();
        assertThat(missed).isEmpty();
    }

    /** What logrotate has copied, up to that number. */
    private List<Line> archived(long last) {
        return LongStream.rangeClosed(1, ROTATIONS)
                .mapToObj(number -> linesOf(Path.of(log + "." + number)))
                .flatMap(List::stream)
                .filter(line -> line.number <= last)
                .collect(Collectors.toList());
    }
}
