package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.RequestChannel;

/** A client that is another user's process: the kernel says who it is, and what it may not touch. */
class OtherUserTest {
    private final ChannelPlace place = ChannelPlace.create();

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
        Process client = OtherUser.client(place);
        List<String> lines = client.inputReader().lines().toList();

        assertThat(lines).containsExactly("Notice[text=hello]", "Done[exitStatus=0]");
        assertThat(callers).containsExactly(new Caller(OtherUser.NOBODY, (int) client.pid()));
    }

    @Test
    void what_is_logged_and_looked_up_meanwhile_counts_as_that_users() throws Exception {
        List<String> charged = new ArrayList<>();
        place.serve((caller, request, answer) -> {
            charged.add(MDC.get(OnBehalf.KEY));
            return 0;
        });
        OtherUser.client(place).waitFor();
        try (RequestChannel channel = place.connect()) {
            channel.ask(new Request.Ping(), ChannelPlace.SILENCE_DEADLINE_MS, reply -> {});
        }

        assertThat(charged).containsExactly(Integer.toString(OtherUser.NOBODY), null);
    }

    @Test
    void who_may_not_make_files_in_the_directory_is_told_so() throws Exception {
        DirectoryPolicy closed =
                new DirectoryPolicy(place.directory().toString(), OptionalInt.empty(), 01700, true, List.of("shmem"));
        place.serve(closed, uid -> true, (caller, request, answer) -> 0);
        Process client = OtherUser.client(place);

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
                Process attempt = OtherUser.run(command);
                assertThat(attempt.waitFor()).as(String.join(" ", command)).isNotZero();
            }
        }
        assertThat(place.ask(new Request.Ping())).containsExactly(new Reply.Done(0));
    }
}
