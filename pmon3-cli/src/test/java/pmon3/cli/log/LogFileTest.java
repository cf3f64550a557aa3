package pmon3.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import org.assertj.core.api.Assertions;
import pmon3.cli.FakeTerminal;

class LogFileTest {
    private final Path path;

    LogFileTest() throws IOException {
        path = Files.createTempFile("log", "");
    }

    @AfterTry
    void removeFile() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Short lines, and some around the size of a block. */
    @Provide
    Arbitrary<String> logs() {
        Arbitrary<String> line = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, Arbitraries.strings().ofMaxLength(8)),
                net.jqwik.api.Tuple.of(
                        1,
                        Arbitraries.integers()
                                .between(LogFile.BLOCK_BYTES - 3, LogFile.BLOCK_BYTES + 3)
                                .map("x"::repeat)));
        return line.list()
                .ofMaxSize(30)
                .map(lines -> String.join("\n", lines))
                .flatMap(text -> Arbitraries.of(text, text + "\n"));
    }

    private byte[] shown(byte[] log, Lines lines) throws IOException {
        Files.write(path, log);
        FakeTerminal terminal = new FakeTerminal();
        try (LogFile file = LogFile.open(path)) {
            file.copy(file.startOf(lines, log.length), log.length, new LogOutput(terminal, false));
        }
        return terminal.bytes();
    }

    /** Line by line, each with its end. */
    private static List<byte[]> linesOf(byte[] log) {
        List<byte[]> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b : log) {
            line.write(b);
            if (b == '\n') {
                lines.add(line.toByteArray());
                line.reset();
            }
        }
        if (line.size() > 0) {
            lines.add(line.toByteArray());
        }
        return lines;
    }

    private static byte[] joined(List<byte[]> lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Property(tries = 300)
    void theLastLinesAreThoseThatANaiveReaderFinds(@ForAll("logs") String text, @ForAll @IntRange(max = 35) int count)
            throws IOException {
        byte[] log = text.getBytes(StandardCharsets.UTF_8);
        List<byte[]> lines = linesOf(log);

        assertThat(shown(log, new Lines(false, count)))
                .isEqualTo(joined(lines.subList(Math.max(0, lines.size() - count), lines.size())));
    }

    @Property(tries = 300)
    void theLinesFromANumberOnAreThoseThatANaiveReaderFinds(
            @ForAll("logs") String text, @ForAll @IntRange(max = 35) int number) throws IOException {
        byte[] log = text.getBytes(StandardCharsets.UTF_8);
        List<byte[]> lines = linesOf(log);

        assertThat(shown(log, new Lines(true, number)))
                .isEqualTo(joined(lines.subList(Math.min(lines.size(), Math.max(0, number - 1)), lines.size())));
    }

    @Property(tries = 100)
    void bytesPassUnchanged(@ForAll byte[] log) throws IOException {
        assertThat(shown(log, new Lines(true, 1))).isEqualTo(log);
    }

    @Example
    void theEndOfAHugeLogIsFoundAtOnce() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(5L << 30);
            file.seek(5L << 30);
            file.write("\nlast but one\nlast\n".getBytes(StandardCharsets.UTF_8));
        }
        FakeTerminal terminal = new FakeTerminal();

        Assertions.assertThatCode(() -> {
                    try (LogFile file = LogFile.open(path)) {
                        long end = file.size();
                        file.copy(file.startOf(new Lines(false, 2), end), end, new LogOutput(terminal, false));
                    }
                })
                .doesNotThrowAnyException();
        assertThat(terminal.out()).isEqualTo("last but one\nlast\n");
        assertThat(Duration.ofNanos(timeOfLastLines())).isLessThan(Duration.ofMillis(500));
    }

    private long timeOfLastLines() throws IOException {
        long start = System.nanoTime();
        try (LogFile file = LogFile.open(path)) {
            file.startOf(new Lines(false, 2), file.size());
        }
        return System.nanoTime() - start;
    }

    @Example
    void linesAreANumberOrPlusANumber() {
        assertThat(Lines.parse("10")).contains(new Lines(false, 10));
        assertThat(Lines.parse("+3")).contains(new Lines(true, 3));
        assertThat(Lines.parse("0")).contains(new Lines(false, 0));
        for (String wrong : new String[] {"", "+", "-1", "1k", "+-1", "٣", "1234567890123456789"}) {
            assertThat(Lines.parse(wrong)).as(wrong).isEmpty();
        }
    }
}
