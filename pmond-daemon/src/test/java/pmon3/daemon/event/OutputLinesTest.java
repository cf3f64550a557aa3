package pmon3.daemon.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputLinesTest {
    private final List<String> log = new ArrayList<>();
    private final OutputLines lines = new OutputLines(log::add);

    private boolean take(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return lines.take(bytes, bytes.length);
    }

    @Test
    void linesAreWholeHoweverTheyCome() {
        assertThat(take("one\ntw")).isTrue();
        take("o\n\nlast");
        lines.close();
        assertThat(log).containsExactly("one", "two", "", "last");
    }

    @Test
    void aCharacterThatComesInTwoPartsIsOne() {
        byte[] bytes = "é\n".getBytes(StandardCharsets.UTF_8);
        lines.take(bytes, 1);
        lines.take(new byte[] {bytes[1], bytes[2]}, 2);
        assertThat(log).containsExactly("é");
    }

    @Test
    void aLongLineBecomesSeveral() {
        take("x".repeat(OutputLines.LINE_BYTES + 5) + "\n");
        assertThat(log).extracting(String::length).containsExactly(OutputLines.LINE_BYTES, 5);
    }

    @Test
    void aLineIsNotCutWithinACharacter() {
        take("x".repeat(OutputLines.LINE_BYTES - 1) + "€after\n");
        assertThat(log).containsExactly("x".repeat(OutputLines.LINE_BYTES - 1) + "€", "after");
    }

    @Test
    void continuationsWithoutACharacterDoNotMakeALineLonger() {
        byte[] bytes = new byte[3 * OutputLines.LINE_BYTES];
        Arrays.fill(bytes, (byte) 0x80);
        lines.take(bytes, bytes.length);
        assertThat(log).hasSize(2);
    }

    @Test
    void aLineThatJustFitsIsOne() {
        take("x".repeat(OutputLines.LINE_BYTES) + "\n");
        assertThat(log).containsExactly("x".repeat(OutputLines.LINE_BYTES));
    }

    @Test
    void aFloodIsCutAndItsSizeTold() {
        assertThat(take("y\n".repeat(OutputLines.LIMIT_LINES))).isTrue();
        assertThat(take("12345")).isFalse();
        lines.close();
        assertThat(log).hasSize(OutputLines.LIMIT_LINES + 1).endsWith("(5 more bytes are left out)");
    }

    @Test
    void aFloodOfLongLinesIsCutByItsSize() {
        assertThat(take("z".repeat(OutputLines.LIMIT_BYTES + 9))).isFalse();
        lines.close();
        assertThat(log).endsWith("(9 more bytes are left out)");
    }
}
