package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Request;
import pmon3.ipc.StreamLayout;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** What somebody else put where pmond would be: a client gives it no request. */
class FalsePmondTest {
    private static final int NOBODY = 65534;

    private final ChannelPlace place = ChannelPlace.create();
    private final Path directory = place.directory();
    private final Path lockFile = directory.resolve(ChannelLayout.LOCK_FILE);

    @AfterEach
    void remove() {
        place.close();
    }

    @Test
    void a_directory_of_another_user_is_not_believed() throws Exception {
        assumeTrue(OwnUid.read() == 0);
        makeFalsePmond();
        Files.setAttribute(directory, "unix:uid", NOBODY);
        assertNotBelieved("belongs to uid 65534");
    }

    @Test
    void a_link_to_a_right_directory_is_not_believed() throws Exception {
        assumeTrue(OwnUid.read() == 0);
        place.serve((caller, request, answer) -> 0);
        Files.move(directory, place.shmem().resolve("moved"));
        Files.createSymbolicLink(directory, place.shmem().resolve("moved"));
        Files.setAttribute(directory, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        assertNotBelieved("belongs to uid 65534");
    }

    @Test
    void a_lock_file_of_another_user_is_not_believed() throws Exception {
        assumeTrue(OwnUid.read() == 0);
        makeFalsePmond();
        Files.setAttribute(lockFile, "unix:uid", NOBODY);
        assertNotBelieved("was not made by a pmond");
    }

    @Test
    void a_socket_of_another_user_is_not_believed() throws Exception {
        assumeTrue(OwnUid.read() == 0);
        try (ChannelPlace served = ChannelPlace.of(UnixPorter.NAME)) {
            served.serve((caller, request, answer) -> 0);
            Files.setAttribute(served.directory().resolve(StreamLayout.SOCKET), "unix:uid", NOBODY);
            assertThatThrownBy(() -> served.ask(new Request.Ping()))
                    .isInstanceOfSatisfying(
                            PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                    .hasMessageContaining("belongs to uid 65534, not to a pmond");
        }
    }

    @Test
    void a_lock_file_that_others_can_lock_for_writing_is_not_believed() throws Exception {
        makeFalsePmond();
        Files.setAttribute(lockFile, "unix:mode", 0666);
        assertNotBelieved(OwnUid.read() == 0 ? "was not made by a pmond" : "nobody serves");
    }

    @Test
    void a_read_lock_on_a_dead_pmonds_file_does_not_make_it_live() throws Exception {
        makeFalsePmond();
        Process holder = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl,sys\nf=open(sys.argv[1])\nfcntl.lockf(f,fcntl.LOCK_SH)\nprint('held',flush=True)\ninput()",
                        lockFile.toString())
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            assertNotBelieved("pmond must be running");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_link_as_lock_file_is_not_believed() throws Exception {
        Files.createDirectory(directory);
        Files.createSymbolicLink(lockFile, Files.createFile(place.shmem().resolve("target")));
        assertNotBelieved("pmond must be running");
    }

    @Test
    void a_pmond_of_another_version_is_named_with_which_of_the_two_to_replace() throws Exception {
        place.serve((caller, request, answer) -> 0);
        claimVersion('9');
        assertThatThrownBy(place::connect)
                .hasMessageContaining("version 9")
                .hasMessageContaining("use the pmon3 that was installed with it");
        claimVersion('1');
        assertThatThrownBy(place::connect).hasMessageContaining("version 1").hasMessageContaining("restart pmond");
    }

    private void claimVersion(char version) throws Exception {
        try (FileChannel file = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {(byte) version}), 0);
        }
    }

    private void makeFalsePmond() throws Exception {
        Files.createDirectory(directory);
        Files.writeString(lockFile, "1 4711\n");
    }

    private void assertNotBelieved(String text) {
        assertThatThrownBy(place::connect)
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE))
                .hasMessageContaining("pmond must be running")
                .hasMessageContaining(text);
    }
}
