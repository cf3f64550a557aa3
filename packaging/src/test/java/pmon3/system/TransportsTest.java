package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmon3.ipc.QueuesToOneself;

/** One pmond asked in every way that it serves: what comes out does not depend on it. */
@ExtendWith(QueuesToOneself.class)
class TransportsTest {
    private static final String VARIABLE = "CONFIGOR_MESSAGEQUEUE_TRANSPORT";
    private static final String USER = "nobody";
    private static final int CLIENTS_AT_ONCE = 50;
    /** Queues only where the tests' user can mount them. */
    private static final List<String> ALL =
            Root.is() ? List.of("shmem", "unix", "tcp", "posix_mq") : List.of("shmem", "unix", "tcp");

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @AfterEach
    void unmount() {
        if (Files.exists(queues())) {
            Command.of("umount", "--lazy", queues().toString()).run().ok();
        }
    }

    private Path queues() {
        return pmond.folder().resolve("queues");
    }

    private void startWithAll() {
        if (ALL.contains("posix_mq")) {
            Command.of("mkdir", queues().toString()).run().ok();
            Command.of("mount", "-t", "mqueue", "none", queues().toString())
                    .run()
                    .ok();
        }
        Path tokens = secret("tokens", System.getProperty("user.name") + " " + "r".repeat(64) + "\n" + hisToken());
        secret("token", hisToken());
        pmond.config("message_queue.transport", String.join(", ", ALL))
                .config("message_queue.tcp.port", Ports.free())
                .config("message_queue.tcp.token_file", tokens)
                .config("message_queue.directory.posix_mq", queues())
                .start();
    }

    private static String hisToken() {
        return USER + " " + "n".repeat(64) + "\n";
    }

    private Path secret(String name, String text) {
        try {
            Path file = Files.writeString(pmond.folder().resolve(name), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ran by(String transport, String... words) {
        return pmond.client(words).with(VARIABLE, transport).run();
    }

    private Ran hisBy(String transport, String... words) {
        Command.of("chown", USER, pmond.folder().resolve("token").toString())
                .run()
                .ok();
        return pmond.client(words)
                .with(VARIABLE, transport)
                .with("PMON3_TOKEN_FILE", pmond.folder().resolve("token").toString())
                .as(USER)
                .run();
    }

    @Test
    void eachTransportDoesWhatTheFirstDoes() {
        startWithAll();
        for (String transport : ALL) {
            assertThat(by(transport, "exec", "/bin/sleep", "--name", transport, "-a", "10000")
                            .ok()
                            .out())
                    .contains(transport);
        }
        String table = withoutUsage(pmond.run("ls").ok().out());
        for (String transport : ALL) {
            assertThat(withoutUsage(by(transport, "ls").ok().out())).isEqualTo(table);
            assertThat(by(transport, "stop", "nobody-has-this").exited(5).err())
                    .isEqualTo(pmond.run("stop", "nobody-has-this").exited(5).err());
        }
        for (String transport : ALL) {
            by(transport, "del", transport).ok();
        }
        assertThat(pmond.ls()).isEmpty();
    }

    @Test
    void eachTransportKnowsWhoAsks() {
        Root.required();
        startWithAll();
        pmond.run("exec", "/bin/sleep", "--name", "roots", "-a", "10000").ok();
        int pid = pmond.row("roots").orElseThrow().pid();
        for (String transport : ALL) {
            assertThat(hisBy(transport, "stop", "roots").exited(4).err()).contains("roots belongs to root");
            hisBy(transport, "exec", "/bin/sleep", "--name", "his", "-a", "10001")
                    .ok();
            assertThat(pmond.row("his").orElseThrow().user()).isEqualTo(USER);
            hisBy(transport, "del", "his").ok();
        }
        assertThat(pmond.row("roots").orElseThrow().pid()).isEqualTo(pid);
    }

    /** Programs, not threads of one: each starts its Java, and by tls its half second of securing, at the same time. */
    @Test
    @Tag("long")
    void fiftyClientsAtOnceAreAllAnsweredByEachTransportAndOverTls() throws Exception {
        startWithAll();
        pmond.run("exec", "/bin/sleep", "--name", "a", "-a", "10000").ok();
        for (String transport : ALL) {
            assertThatAllAreAnswered(transport);
        }
        pmond.stop();
        secure();
        pmond.start();
        assertThatAllAreAnswered("tcp");
    }

    private void assertThatAllAreAnswered(String transport) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS_AT_ONCE);
        try {
            List<Callable<Ran>> clients = Collections.nCopies(
                    CLIENTS_AT_ONCE,
                    () -> pmond.client("ls")
                            .with(VARIABLE, transport)
                            .within(Duration.ofMinutes(3))
                            .run());
            for (Future<Ran> client : threads.invokeAll(clients)) {
                assertThat(TableRow.parse(client.get().ok().out()))
                        .as(transport)
                        .hasSize(1);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** 0.0.0.0 is no loopback to pmond, and reaches this machine all the same. */
    private void secure() {
        Path key = pmond.folder().resolve("key.pem");
        Path certificate = pmond.folder().resolve("certificate.pem");
        Command.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-subj",
                        "/CN=pmond",
                        "-addext",
                        "subjectAltName=IP:0.0.0.0",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .run()
                .ok();
        pmond.config("message_queue.tcp.address", "0.0.0.0")
                .config("message_queue.tcp.certificate", certificate)
                .config("message_queue.tcp.private_key", key)
                .config("message_queue.tcp.authority", certificate);
    }

    @Test
    void aTransportThatPmondDoesNotServeIsSaidInOneLine() {
        pmond.start();
        Ran ran = by("unix", "ls").exited(3);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("pmond (pid " + pmond.pid() + ") serves shmem, not unix", "restart it");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void whoHasNoTokenOrAWrongOneIsToldWhatToDo() {
        startWithAll();
        Path none = secret("none", "");
        Ran without = pmond.client("ls")
                .with(VARIABLE, "tcp")
                .with("PMON3_TOKEN_FILE", none.toString())
                .run()
                .exited(1);
        assertThat(without.err().lines()).hasSize(1);
        assertThat(without.err()).contains(none + " holds no token of ", "message_queue.tcp.token_file");
        Path wrong = secret("wrong", System.getProperty("user.name") + " " + "w".repeat(64) + "\n");
        Ran refused = pmond.client("ls")
                .with(VARIABLE, "tcp")
                .with("PMON3_TOKEN_FILE", wrong.toString())
                .run()
                .exited(4);
        assertThat(refused.err()).contains("does not know this token");
    }

    @Test
    void whereNoQueuesAreMountedPmondSaysSoInOneLine() {
        pmond.config("message_queue.transport", "posix_mq").config("message_queue.directory.posix_mq", pmond.folder());
        Ran ran = pmond.startRefused().exited(1);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err())
                .contains("no file system of message queues is mounted at " + pmond.folder(), "mount -t mqueue");
    }

    @Test
    void beyondLoopbackPmondWantsACertificateInOneLine() {
        pmond.config("message_queue.transport", "tcp").config("message_queue.tcp.address", "0.0.0.0");
        Ran ran = pmond.startRefused().exited(1);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("0.0.0.0 is not this machine's own loopback", "message_queue.tcp.certificate");
    }

    @Test
    void whatIsNoTransportEndsPmondAndClientInOneLine() {
        pmond.config("message_queue.transport", "shmem, pigeon");
        Ran daemon = pmond.startRefused().exited(1);
        Ran client = pmond.run("ls").exited(1);
        for (Ran ran : List.of(daemon, client)) {
            assertThat(ran.err().lines()).hasSize(1);
            assertThat(ran.err()).contains("message_queue.transport: 'pigeon' is no transport; use shmem");
        }
    }

    /** CPU, memory and date change by themselves. */
    private static String withoutUsage(String table) {
        return table.replaceAll("[0-9.]+%|[0-9.]+ [KMG]B|[0-9-]+ [0-9:]{8}|[ ─═]", "");
    }
}
