package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.config.Settings;
import pmon3.ipc.ByteStream;
import pmon3.ipc.Certificates;

/** A client that sends TLS records without a byte for the application in them for ever. */
class EmptyRecordsTest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** A warning that the user has given up (RFC 5246, 7.2), which counts for nothing. */
    private static final byte[] WARNING = {21, 3, 3, 0, 2, 1, 90};

    @TempDir
    private Path folder;

    private SSLEngine client;
    private ByteStream server;
    private boolean endless;
    /** How much the client's end takes at once. */
    private int most = Integer.MAX_VALUE;

    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer heard = ByteBuffer.allocate(1 << 17);

    /** The server's end of the connection. */
    private final ByteStream raw = new ByteStream() {
        @Override
        public int read(ByteBuffer into) {
            while (endless && toServer.position() < into.remaining()) {
                toServer.put(WARNING);
            }
            toServer.flip();
            int length = Math.min(toServer.remaining(), into.remaining());
            into.put(toServer.slice(0, length));
            toServer.position(length).compact();
            return length;
        }

        @Override
        public int write(ByteBuffer from) {
            int length = Math.min(most, from.remaining());
            toClient.put(from.slice(from.position(), length));
            from.position(from.position() + length);
            return length;
        }

        @Override
        public void await(boolean toWrite, long timeoutNs) {
            throw new AssertionError("nobody waits here");
        }

        @Override
        public void close() {
            endless = false;
        }
    };

    @BeforeEach
    void secure() throws Exception {
        TcpPlace.prepare(folder);
        TcpPlace.secure(folder, TcpPlace.otherAddress().orElse("127.0.0.1"));
        Settings.Tcp tcp = TcpPlace.settings(folder);
        server = Certificates.ofServer(tcp).serve(raw);
        client = trusting(Path.of(tcp.certificate())).createSSLEngine();
        client.setUseClientMode(true);
        client.beginHandshake();
    }

    @Test
    void what_is_secured_and_kept_back_is_counted_down_as_it_goes_out() throws Exception {
        while (server.hasUnsent() || client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            server.read(ByteBuffer.allocate(1));
            shakeHands();
            server.write(NOTHING);
        }
        most = 0;
        assertThat(server.write(ByteBuffer.allocate(1000))).isEqualTo(1000);
        int kept = server.unsentBytes();
        assertThat(kept).isGreaterThan(1000);
        assertThat(server.isMoving(NOTHING)).isFalse();
        most = 100;
        assertThat(server.isMoving(NOTHING)).isTrue();
        assertThat(server.unsentBytes()).isEqualTo(kept - 100);
    }

    @Test
    void each_look_at_it_ends_and_what_comes_at_last_is_read() throws Exception {
        ByteBuffer into = ByteBuffer.allocate(100);
        endless = true;
        for (int i = 0; i < 3; i++) {
            assertThat(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> server.read(into)))
                    .isZero();
        }
        endless = false;
        while (server.hasUnsent() || client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            shakeHands();
            server.write(NOTHING);
        }
        send(ByteBuffer.wrap(new byte[] {42}));
        int looks = 0;
        while (server.read(into) == 0 && looks < 100) {
            looks++;
        }
        assertThat(into.position()).isEqualTo(1);
        assertThat(into.get(0)).isEqualTo((byte) 42);
    }

    private void shakeHands() throws SSLException {
        while (client.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            client.getDelegatedTask().run();
        }
        if (client.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            send(NOTHING);
        } else {
            toClient.flip();
            client.unwrap(toClient, heard);
            toClient.compact();
        }
    }

    private void send(ByteBuffer bytes) {
        try {
            client.wrap(bytes, toServer);
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "pmond", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
