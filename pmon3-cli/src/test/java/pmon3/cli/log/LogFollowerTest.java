package pmon3.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.cli.FakeTerminal;
import pmon3.ipc.Reply;

class LogFollowerTest {
    private final FakeTerminal terminal = new FakeTerminal();
    private final LogOutput out = new LogOutput(terminal, false);
    private Path log;
    private LogFollower follower;

    @BeforeEach
    void makeLog(@TempDir Path folder) throws IOException {
        log = folder.resolve("web.log");
        append("one\ntwo\n");
        follower = new LogFollower(new Reply.LogPath("web", log.toString()), out);
    }

    @AfterEach
    void close() throws IOException {
        follower.close();
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void start(int lines) throws IOException {
        follower.start(new Lines(false, lines));
    }

    @Test
    void firstTheLastLinesThenWhatComes() throws IOException {
        start(1);
        assertThat(terminal.out()).isEqualTo("two\n");

        follower.look();
        append("three");
        follower.look();
        append("\nfour\n");
        follower.look();
        follower.look();

        assertThat(terminal.out()).isEqualTo("two\nthree\nfour\n");
    }

    @Test
    void aRenamedLogIsReadToItsEndBeforeTheNewOne() throws IOException {
        start(0);
        try (FileOutputStream writer = new FileOutputStream(log.toFile(), true)) {
            writer.write("a\n".getBytes(StandardCharsets.UTF_8));
            Files.move(log, log.resolveSibling("web.log.1"));
            writer.write("b\n".getBytes(StandardCharsets.UTF_8));
            append("c\n");
            follower.look();
            assertThat(terminal.out()).isEqualTo("a\nb\nc\n");

            writer.write("d\n".getBytes(StandardCharsets.UTF_8));
            append("e\n");
            follower.look();
        }
        assertThat(terminal.out()).isEqualTo("a\nb\nc\nd\ne\n");
    }

    @Test
    void severalRotationsLoseNothing() throws IOException {
        start(0);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            append("line " + i + "\n");
            expected.append("line ").append(i).append('\n');
            Files.move(log, log.resolveSibling("web.log.1"), StandardCopyOption.REPLACE_EXISTING);
            append("");
            follower.look();
        }
        assertThat(terminal.out()).isEqualTo(expected.toString());
    }

    @Test
    void aLogThatIsDeletedAndMadeAgainIsFollowed() throws IOException {
        start(0);
        append("a\n");
        Files.delete(log);
        follower.look();
        follower.look();
        append("b\n");
        follower.look();

        assertThat(terminal.out()).isEqualTo("a\nb\n");
    }

    @Test
    void aTruncatedLogIsReadFromItsStart() throws IOException {
        start(0);
        append("a\nb\n");
        follower.look();
        Files.copy(log, log.resolveSibling("web.log.1"));
        Files.writeString(log, "");
        follower.look();
        append("c\n");
        follower.look();

        assertThat(terminal.out()).isEqualTo("a\nb\nc\n");
    }

    @Test
    void aTruncatedLogThatHasGrownPastItsOldLengthIsNoticedToo() throws IOException {
        start(0);
        Files.writeString(log, "after\nthe truncation it is longer than it was before\n");
        follower.look();

        assertThat(terminal.out()).isEqualTo("after\nthe truncation it is longer than it was before\n");
    }

    @Test
    void aLogThatDoesNotExistYetIsWaitedFor() throws IOException {
        Files.delete(log);
        start(10);
        follower.look();
        append("first\n");
        follower.look();

        assertThat(terminal.out()).isEqualTo("first\n");
        assertThat(terminal.err()).isEqualTo("there is no log of web yet, waiting for " + log + "\n");
    }

    @Test
    void aFolderInItsPlaceIsToldOnce() throws IOException {
        start(0);
        Files.delete(log);
        Files.createDirectory(log);
        follower.look();
        follower.look();

        assertThat(terminal.err()).isEqualTo("the log " + log + " is not a regular file\n");
        assertThat(terminal.out()).isEmpty();
    }
}
