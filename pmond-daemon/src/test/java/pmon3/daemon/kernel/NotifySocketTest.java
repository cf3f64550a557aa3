package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver's end is a socket of the test's own, made by the same system calls that systemd makes. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NotifySocketTest {
    private static final int MESSAGE_BYTES = 4096;
    private static final int FULL_QUEUE_AT_MOST = 100_000;

    @TempDir
    Path folder;

    private static int listen(String name) throws IOException {
        int fd = LibC.calls().socket(Linux.AF_UNIX, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC, 0);
        byte[] path = name.replace('@', '\0').getBytes(StandardCharsets.UTF_8);
        Pointer address = LibC.allocate(Short.BYTES + path.length);
        address.putShort(0, (short) Linux.AF_UNIX);
        address.put(Short.BYTES, path, 0, path.length);
        if (LibC.calls().bind(fd, address, Short.BYTES + path.length) != 0) {
            throw ErrnoException.last(name);
        }
        return fd;
    }

    private static String receive(int fd) {
        Pointer buffer = LibC.allocate(MESSAGE_BYTES);
        long length = LibC.calls().recv(fd, buffer, MESSAGE_BYTES, Linux.MSG_DONTWAIT);
        byte[] bytes = new byte[(int) length];
        buffer.get(0, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void assertHears(String name) throws IOException {
        int receiver = listen(name);
        try {
            NotifySocket socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow();
            socket.tell("READY=1");
            socket.tellAtOnce("WATCHDOG=1\nSTATUS=ä");
            assertThat(receive(receiver)).isEqualTo("READY=1");
            assertThat(receive(receiver)).isEqualTo("WATCHDOG=1\nSTATUS=ä");
        } finally {
            Descriptors.close(receiver);
        }
    }

    @Test
    void a_socket_with_a_path_is_told() throws IOException {
        assertHears(folder.resolve("notify").toString());
    }

    @Test
    void an_abstract_socket_is_told() throws IOException {
        assertHears("@pmon3-test-" + UUID.randomUUID());
    }

    @Test
    void nobody_is_told_where_nobody_asked() throws IOException {
        assertThat(NotifySocket.of(Map.of())).isEmpty();
        assertThat(NotifySocket.of(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
    }

    @Test
    void a_name_that_is_no_socket_is_refused() {
        assertThatThrownBy(() -> NotifySocket.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234")))
                .hasMessageContaining("vsock:2:1234");
        assertThatThrownBy(() -> NotifySocket.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_listener_that_is_gone_is_an_error() throws IOException {
        String name = folder.resolve("gone").toString();
        NotifySocket socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow();
        assertThatThrownBy(() -> socket.tell("READY=1")).hasMessage(name + ": no such file or directory");
    }

    @Test
    void a_full_queue_does_not_hold_up_who_must_not_wait() throws IOException {
        String name = folder.resolve("full").toString();
        int receiver = listen(name);
        try {
            NotifySocket socket = NotifySocket.of(Map.of("NOTIFY_SOCKET", name)).orElseThrow();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < FULL_QUEUE_AT_MOST; i++) {
                            socket.tellAtOnce("WATCHDOG=1");
                        }
                    })
                    .hasMessage(name + ": resource temporarily unavailable");
        } finally {
            Descriptors.close(receiver);
        }
    }
}
