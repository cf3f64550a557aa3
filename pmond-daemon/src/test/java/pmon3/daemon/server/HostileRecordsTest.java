package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.ipc.TlsStream;

/** What a client can do with TLS that has nothing to do with asking pmond for something. */
class HostileRecordsTest {
    /** A warning that the user has given up (RFC 5246, 7.2), which counts for nothing. */
    private static final byte[] WARNING = {21, 3, 3, 0, 2, 1, 90};
    /** The beginning of a handshake, in a record of a size that no record has (RFC 8446, 5.2), but that Java would take. */
    private static final byte[] TOO_LARGE = {22, 3, 1, 78, 32, 1};

    private static final int LOOKS = 100;

    @TempDir
    private Path folder;

    @Test
    void what_is_secured_and_kept_back_is_counted_down_as_it_goes_out() throws Exception {
        SecuredPair pair = secured();
        pair.most = 0;
        assertThat(pair.server.write(ByteBuffer.allocate(1000))).isEqualTo(1000);
        int kept = pair.server.unsentBytes();
        assertThat(kept).isGreaterThan(1000);
        assertThat(pair.server.isMoving(SecuredPair.NOTHING)).isFalse();
        pair.most = 100;
        assertThat(pair.server.isMoving(SecuredPair.NOTHING)).isTrue();
        assertThat(pair.server.unsentBytes()).isEqualTo(kept - 100);
    }

    @Test
    void a_few_records_that_say_nothing_are_passed_over() throws Exception {
        SecuredPair pair = new SecuredPair(folder, "TLSv1.3");
        pair.toServer.put(WARNING).put(WARNING).put(WARNING);
        pair.secure();
        for (int i = 0; i < 3; i++) {
            wantNewKeys(pair);
        }
        pair.send(ByteBuffer.wrap(new byte[] {42}));
        ByteBuffer into = ByteBuffer.allocate(LOOKS);
        for (int i = 0; i < LOOKS && into.position() == 0; i++) {
            pair.server.read(into);
        }
        assertThat(into.position()).isEqualTo(1);
        assertThat(into.get(0)).isEqualTo((byte) 42);
    }

    @Test
    void who_sends_nothing_but_warnings_is_given_up() throws Exception {
        SecuredPair pair = new SecuredPair(folder, "TLSv1.3");
        pair.endless = WARNING;
        assertGivenUp(pair, "records that say nothing");
    }

    @Test
    void who_wants_new_keys_again_and_again_is_given_up() throws Exception {
        SecuredPair pair = secured();
        for (int i = 0; i < 1000; i++) {
            wantNewKeys(pair);
        }
        assertGivenUp(pair, "records that say nothing");
    }

    @Test
    void a_record_that_is_too_large_is_not_waited_for() throws Exception {
        SecuredPair pair = new SecuredPair(folder, "TLSv1.3");
        pair.toServer.put(TOO_LARGE).put(new byte[1 << 15]);
        assertGivenUp(pair, "larger than TLS allows");
    }

    /** Where the handshake can be begun again on one connection, and each session is remembered. */
    @Test
    void older_protocols_are_refused() throws Exception {
        SecuredPair pair = new SecuredPair(folder, "TLSv1.2");
        assertThatThrownBy(pair::secure)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("are not accepted by server preferences");
    }

    @Test
    void a_connection_that_waits_holds_no_buffers() throws Exception {
        SecuredPair pair = secured();
        assertThat(buffersOf(pair)).isZero();
        pair.send(ByteBuffer.allocate(LOOKS));
        assertThat(pair.server.read(ByteBuffer.allocate(1))).isEqualTo(1);
        assertThat(buffersOf(pair)).as("with something to read").isPositive();
        assertThat(pair.server.read(ByteBuffer.allocate(LOOKS))).isEqualTo(LOOKS - 1);
        assertThat(buffersOf(pair)).isZero();
    }

    private static int buffersOf(SecuredPair pair) {
        return ((TlsStream) pair.server).bufferBytes();
    }

    private SecuredPair secured() throws Exception {
        SecuredPair pair = new SecuredPair(folder, "TLSv1.3");
        pair.secure();
        return pair;
    }

    private static void wantNewKeys(SecuredPair pair) throws IOException {
        pair.client.beginHandshake();
        pair.send(SecuredPair.NOTHING);
        pair.goOn();
    }

    /** Within a few looks, each of which ends. */
    private static void assertGivenUp(SecuredPair pair, String why) {
        assertThatThrownBy(() -> assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                    for (int i = 0; i < LOOKS; i++) {
                        pair.server.read(ByteBuffer.allocate(LOOKS));
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }
}
