package pmon3.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.cli.ClientRun;
import pmon3.cli.FakeTerminal;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.ErrorCode;

/** {@code log} and {@code logf} from the command line to the bytes. */
class LogCommandsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final ClientRun client = new ClientRun();
    private Path log;

    @BeforeEach
    void makeLog(@TempDir Path folder) throws IOException {
        log = folder.resolve("web.log");
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 12; i++) {
            text.append("line ").append(i).append('\n');
        }
        Files.writeString(log, text);
    }

    private void pmondKnows(String name, Path path) {
        client.pmond.answers(new Reply.LogPath(name, path.toString()));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private void await(BooleanSupplier state) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting; shown: " + client.out()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void logShowsTheLastTenLines() {
        pmondKnows("web", log);
        client.run("log", "web");

        assertThat(client.pmond.asked()).isEqualTo(new Request.LogPaths(List.of("web")));
        assertThat(client.out()).startsWith("line 3\n").endsWith("line 12\n").hasLineCount(10);
        assertThat(client.status()).isZero();
    }

    @Test
    void logShowsAsManyLinesAsAreAskedFor() {
        pmondKnows("web", log);

        assertThat(client.run("log", "-n", "1", "web").out()).isEqualTo("line 12\n");
    }

    @Test
    void logShowsTheLinesFromANumberOn() {
        pmondKnows("web", log);

        assertThat(client.run("log", "web", "--lines", "+11").out()).isEqualTo("line 11\nline 12\n");
    }

    @Test
    void severalLogsHaveTheirHeads() throws IOException {
        Path other = Files.writeString(log.resolveSibling("db.log"), "db\n");
        pmondKnows("web", log);
        pmondKnows("d\u001bb", other);

        assertThat(client.run("log", "-n1", "web,db").out()).isEqualTo("==> web <==\nline 12\n\n==> d\\x1bb <==\ndb\n");
    }

    @Test
    void theArchivesComeFirstOldestFirst() throws IOException {
        Files.writeString(log.resolveSibling("web.log.1"), "numbered 1\n");
        Files.write(log.resolveSibling("web.log.2.gz"), gzip("numbered 2\n"));
        Files.write(log.resolveSibling("web.log.10.gz"), gzip("numbered 10\n"));
        Files.writeString(log.resolveSibling("web.log-20261122"), "dated 22\n");
        Files.write(log.resolveSibling("web.log-20261121.gz"), gzip("dated 21\n"));
        Files.write(log.resolveSibling("web.log-20261122.gz"), gzip("is being written"));
        Files.writeString(log.resolveSibling("web.log.bak"), "no archive\n");
        Files.writeString(log.resolveSibling("web.log2"), "no archive\n");
        pmondKnows("web", log);

        assertThat(client.run("log", "-a", "-n", "1", "web").out())
                .isEqualTo("dated 21\ndated 22\nnumbered 10\nnumbered 2\nnumbered 1\nline 12\n");
    }

    @Test
    void aBrokenArchiveIsReportedAndTheRestIsShown() throws IOException {
        Files.writeString(log.resolveSibling("web.log.1.gz"), "no gzip");
        pmondKnows("web", log);
        client.run("log", "-a", "-n", "1", "web");

        assertThat(client.out()).isEqualTo("line 12\n");
        assertThat(client.err()).startsWith("cannot read the archive " + log + ".1.gz: ");
        assertThat(client.status()).isEqualTo(1);
    }

    @Test
    void aLogThatDoesNotExistIsAnError() throws IOException {
        Files.delete(log);
        pmondKnows("web", log);
        client.run("log", "web");

        assertThat(client.err()).isEqualTo("there is no log of web yet: " + log + "\n");
        assertThat(client.status()).isEqualTo(1);
    }

    @Test
    void aLogThatTheCallerMayNotReadIsRefusedWithItsPath() throws IOException {
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(log)).as("root reads everything").isFalse();
        pmondKnows("web", log);
        client.run("log", "web");

        assertThat(client.err()).isEqualTo("you may not read the log " + log + "\n");
        assertThat(client.status()).isEqualTo(4);
    }

    @Test
    void aFifoIsNotOpened() throws Exception {
        Path fifo = log.resolveSibling("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        pmondKnows("web", fifo);
        client.run("log", "web");

        assertThat(client.err()).isEqualTo("the log " + fifo + " is not a regular file\n");
        assertThat(client.status()).isEqualTo(1);
    }

    @Test
    void anUnknownProcessIsReportedAndTheOthersAreShown() {
        client.pmond.answers(new Reply.Problem(ErrorCode.NOT_FOUND, "process (nix) does not exist"));
        pmondKnows("web", log);
        client.run("log", "-n", "1", "nix", "web");

        assertThat(client.out()).isEqualTo("line 12\n");
        assertThat(client.err()).isEqualTo("process (nix) does not exist\n");
        assertThat(client.status()).isEqualTo(5);
    }

    @Test
    void logfOfNothingEnds() {
        client.pmond.answers(new Reply.Problem(ErrorCode.NOT_FOUND, "process (nix) does not exist"), new Reply.Done(5));

        assertThat(client.run("logf", "nix").status()).isEqualTo(5);
    }

    @Test
    void logfFollowsUntilItsReaderLeaves() throws Exception {
        pmondKnows("web", log);
        FakeTerminal terminal = client.terminal;
        Thread follower = new Thread(() -> client.run("logf", "-n", "1", "web"));
        follower.start();
        await(() -> terminal.out().equals("line 12\n"));

        Files.writeString(log, "line 13\n", StandardOpenOption.APPEND);
        await(() -> terminal.out().endsWith("line 13\n"));
        Files.move(log, log.resolveSibling("web.log.1"));
        Files.writeString(log, "line 14\n");
        await(() -> terminal.out().endsWith("line 14\n"));

        terminal.closeOutput();
        Files.writeString(log, "line 15\n", StandardOpenOption.APPEND);
        follower.join(DEADLINE.toMillis());
        assertThat(follower.isAlive()).isFalse();
        assertThat(client.status()).isEqualTo(141);
        assertThat(terminal.out()).isEqualTo("line 12\nline 13\nline 14\n");
    }
}
