package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;
import pmon3.ipc.ShmemChannel;
import pmon3.model.PmonException;

/** A client that is another user's process: the kernel says who it is, and what it may not touch. */
class OtherUserTest {
    private static final int NOBODY = 65534;

    private final ChannelPlace place = ChannelPlace.create();

    /** The client's program: asks once and prints what it gets. */
    public static final class Client {
        private Client() {}

        public static void main(String[] args) {
            try (RequestChannel channel = ShmemChannel.connect(ChannelPlace.queueIn(args[0]))) {
                channel.ask(new Request.ListProcesses(), ChannelPlace.SILENCE_DEADLINE_MS, System.out::println);
            } catch (PmonException e) {
                System.out.println(e.code() + " " + e.getMessage());
            }
        }
    }

    @BeforeEach
    void needsRoot() throws IOException {
        assumeTrue(OwnUid.read() == 0);
        Files.setPosixFilePermissions(place.shmem(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void the_callers_uid_and_pid_are_the_clients() throws Exception {
        List<Caller> callers = new ArrayList<>();
        place.serve((caller, request, answer) -> {
            callers.add(caller);
            answer.send(new Reply.Notice("hello"));
            return 0;
        });
        Process client = asNobody(java(Client.class, place.shmem().toString()));
        List<String> lines = client.inputReader().lines().toList();

        assertThat(lines).containsExactly("Notice[text=hello]", "Done[exitStatus=0]");
        assertThat(callers).containsExactly(new Caller(NOBODY, (int) client.pid()));
    }

    @Test
    void what_is_logged_and_looked_up_meanwhile_counts_as_that_users() throws Exception {
        List<String> charged = new ArrayList<>();
        place.serve((caller, request, answer) -> {
            charged.add(MDC.get(OnBehalf.KEY));
            return 0;
        });
        asNobody(java(Client.class, place.shmem().toString())).waitFor();
        try (RequestChannel channel = place.connect()) {
            channel.ask(new Request.Ping(), ChannelPlace.SILENCE_DEADLINE_MS, reply -> {});
        }

        assertThat(charged).containsExactly(Integer.toString(NOBODY), null);
    }

    @Test
    void who_may_not_make_files_in_the_directory_is_told_so() throws Exception {
        DirectoryPolicy closed = new DirectoryPolicy(place.directory().toString(), OptionalInt.empty(), 01700, true);
        place.serve(closed, uid -> true, (caller, request, answer) -> 0);
        Process client = asNobody(java(Client.class, place.shmem().toString()));

        assertThat(client.inputReader().lines().toList())
                .singleElement()
                .asString()
                .startsWith("NOT_PERMITTED not permitted to ask pmond");
    }

    @Test
    void nobody_else_lists_opens_renames_or_removes_what_is_in_the_directory() throws Exception {
        place.serve((caller, request, answer) -> 0);
        try (RawChannel channel = RawChannel.of(place.directory(), new Request.Ping())) {
            String file = channel.unfinished().toString();
            for (List<String> command : List.of(
                    List.of("ls", place.directory().toString()),
                    List.of("cat", file),
                    List.of("mv", file, file + "2"),
                    List.of("rm", "-f", file),
                    List.of("rm", "-f", place.directory() + "/pmond.lock"),
                    List.of("sh", "-c", "echo x > " + place.directory() + "/pmond.lock"),
                    List.of("mv", "-T", place.directory().toString(), place.shmem() + "/taken"))) {
                Process attempt = asNobody(command);
                assertThat(attempt.waitFor()).as(String.join(" ", command)).isNotZero();
            }
        }
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
    }

    private static Process asNobody(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true).start();
    }

    /** The classes are copied to where another user can read them. */
    private List<String> java(Class<?> main, String argument) throws Exception {
        Path classes = Files.createDirectory(place.shmem().resolve("classes"));
        copy(ShmemChannel.class, classes);
        copy(main, classes);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes + ":" + classes + "/*",
                main.getName(),
                argument);
    }

    private static void copy(Class<?> one, Path classes) throws Exception {
        Path source =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isRegularFile(source)) {
            // A jar, where the module was packaged in the same run.
            Files.copy(source, classes.resolve(source.getFileName()));
            return;
        }
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.toList()) {
                Path target = classes.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
