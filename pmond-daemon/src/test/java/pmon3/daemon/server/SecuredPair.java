package pmon3.daemon.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import pmon3.config.Settings;
import pmon3.ipc.ByteStream;
import pmon3.ipc.Certificates;
import pmon3.ipc.OwnUid;

/** Both ends of a connection over TLS, in memory: pmond's, and that of a client who may do anything. */
final class SecuredPair {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int ROOM_BYTES = 1 << 17;

    final ByteBuffer toServer = ByteBuffer.allocate(ROOM_BYTES);
    final SSLEngine client;
    final ByteStream server;
    /** What the client sends for ever, if anything. */
    byte[] endless = {};
    /** How much the client's end takes at once. */
    int most = Integer.MAX_VALUE;

    private final ByteBuffer toClient = ByteBuffer.allocate(ROOM_BYTES);
    private final ByteBuffer heard = ByteBuffer.allocate(ROOM_BYTES);

    /** @param folder in which certificate and key are made */
    SecuredPair(Path folder, String... clientsProtocols) throws Exception {
        TcpPlace.prepare(folder);
        TcpPlace.secure(folder, TcpPlace.otherAddress().orElse("127.0.0.1"));
        Settings.Tcp tcp = TcpPlace.settings(folder);
        server = Certificates.ofServer(tcp, OwnUid.read()).serve(new ServersEnd());
        client = trusting(Path.of(tcp.certificate())).createSSLEngine();
        client.setUseClientMode(true);
        client.setEnabledProtocols(clientsProtocols);
        client.beginHandshake();
    }

    private final class ServersEnd implements ByteStream {
        @Override
        public int read(ByteBuffer into) {
            while (endless.length > 0 && toServer.position() < into.remaining()) {
                toServer.put(endless);
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
            endless = new byte[0];
        }
    }

    /** Until both ends are through. */
    void secure() throws IOException {
        while (server.hasUnsent() || client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            goOn();
            server.read(NOTHING.duplicate());
            server.write(NOTHING);
        }
    }

    /** The client's next step. */
    void goOn() throws SSLException {
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

    void send(ByteBuffer bytes) throws SSLException {
        client.wrap(bytes, toServer);
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
