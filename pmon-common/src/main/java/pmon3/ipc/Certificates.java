package pmon3.ipc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import pmon3.config.ConfigText;
import pmon3.config.Settings;
import pmon3.config.TrustedFile;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** TLS for the transport tcp, from the PEM files that the configuration names. */
public final class Certificates {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final String[] KEY_KINDS = {"EC", "RSA", "Ed25519"};
    /**
     * Both ends are this program's, on a Java that has it. What is older lets a client begin the handshake again and again on
     * one connection, and has the server remember each session for a day.
     */
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private static final String LOCAL = "localhost";
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_MOST_CHARACTERS = 15;
    private static final int HEXADECIMAL = 16;
    private static final int ROOT = 0;
    private static final int GROUP_AND_OTHERS = 0077;
    private static final int ALL_BUT_READING_BY_GROUP = 0037;
    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;

    private Certificates(SSLContext context) {
        this.context = context;
    }

    /**
     * Whether what is said there has to be secured: everywhere but on this machine's own loopback, named by its number or as
     * localhost. What another name means is said by whoever answers for names, and a client that spoke plainly because of
     * that answer would speak to any user of its machine who listens there.
     *
     * @param address what the name means
     */
    public static boolean areNeeded(Settings.Tcp tcp, InetAddress address) {
        String name = tcp.address();
        boolean isNumber = isFourthVersion(name) || isSixthVersion(name);
        return !address.isLoopbackAddress() || !isNumber && !name.equalsIgnoreCase(LOCAL);
    }

    /**
     * As InetAddress takes it for a number, and asks nobody: one to four parts of digits, in at most 15 characters; each is a
     * byte, and the last one all bytes that are left.
     */
    private static boolean isFourthVersion(String name) {
        String[] parts = name.split("\\.", -1);
        if (name.length() > IPV4_MOST_CHARACTERS || parts.length > IPV4_BYTES) {
            return false;
        }
        int last = parts.length - 1;
        for (int i = 0; i < last; i++) {
            if (!isNumberBelow(1L << Byte.SIZE, parts[i])) {
                return false;
            }
        }
        return isNumberBelow(1L << Byte.SIZE * (IPV4_BYTES - last), parts[last]);
    }

    /** InetAddress asks nobody about what has a colon and begins like this, and refuses it where it is no number. */
    private static boolean isSixthVersion(String name) {
        char first = name.isEmpty() ? ' ' : name.charAt(0);
        return name.indexOf(':') >= 0 && (first == '[' || first == ':' || Character.digit(first, HEXADECIMAL) >= 0);
    }

    private static boolean isNumberBelow(long limit, String digits) {
        return !digits.isEmpty()
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(digits) < limit;
    }

    /**
     * pmond's side.
     *
     * @param uid who reads the files; root reads none that others can exchange
     * @throws PmonException BAD_CONFIGURATION naming the file that cannot be used
     */
    public static Certificates ofServer(Settings.Tcp tcp, int uid) {
        Certificate[] chain = read(found(tcp.certificate(), uid));
        Path keyFile = found(tcp.privateKey(), uid);
        requireSecret(keyFile, uid);
        PrivateKey key = key(keyFile);
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("pmond", key, NO_PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new Certificates(context);
        } catch (GeneralSecurityException | IOException e) {
            throw bad(tcp.certificate() + ": cannot be used with " + tcp.privateKey(), e);
        }
    }

    /** A client's side; believes the authority that is configured, else those of Java. */
    public static Certificates ofClient(Settings.Tcp tcp) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            if (tcp.authority().isEmpty()) {
                context.init(null, null, null);
            } else {
                KeyStore store = emptyStore();
                for (Certificate certificate : read(Path.of(tcp.authority()))) {
                    store.setCertificateEntry("authority" + store.size(), certificate);
                }
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(store);
                context.init(null, trust.getTrustManagers(), null);
            }
            return new Certificates(context);
        } catch (GeneralSecurityException | IOException e) {
            throw bad(tcp.authority() + ": cannot be used", e);
        }
    }

    /** For one connection that was accepted. */
    public ByteStream serve(ByteStream raw) throws IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        return new TlsStream(raw, engine);
    }

    /** For one connection to that address, which the certificate must name. */
    ByteStream ask(ByteStream raw, Settings.Tcp tcp) throws IOException {
        SSLEngine engine = context.createSSLEngine(tcp.address(), tcp.port());
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new TlsStream(raw, engine);
    }

    /** What became of a connection that {@link #ask} secures, with what to do where pmond's certificate is not believed. */
    static String explained(IOException e, Settings.Tcp tcp) {
        if (!(e.getCause() instanceof CertificateException)) {
            return e.getMessage();
        }
        return "its certificate is not believed (" + e.getMessage() + "): it must name " + tcp.address()
                + ", and message_queue.tcp.authority must be a PEM file of it or of who signed it";
    }

    private static Path found(String file, int uid) {
        return uid == ROOT ? TrustedFile.resolve(Path.of(file)) : Path.of(file);
    }

    /** A group may read root's: that is how a machine's programs are given its key. */
    private static void requireSecret(Path file, int uid) {
        try {
            Map<String, Object> facts = Files.readAttributes(file, "unix:uid,mode");
            int owner = (Integer) facts.get("uid");
            int refused = owner == ROOT ? ALL_BUT_READING_BY_GROUP : GROUP_AND_OTHERS;
            if (owner != ROOT && owner != uid || ((Integer) facts.get("mode") & refused) != 0) {
                throw bad(
                        file + " holds the private key and must be pmond's alone: run 'chown "
                                + Integer.toUnsignedString(uid) + " " + file + "' and 'chmod 600 " + file + "'",
                        null);
            }
        } catch (IOException e) {
            throw ConfigText.unreadable(file, e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Certificate[] read(Path file) {
        try {
            byte[] pem = Files.readAllBytes(file);
            Certificate[] certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .toArray(Certificate[]::new);
            if (certificates.length == 0) {
                throw bad(file + ": holds no certificate in PEM", null);
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw bad(file + ": is not a certificate in PEM", e);
        } catch (IOException e) {
            throw ConfigText.unreadable(file, e);
        }
    }

    private static PrivateKey key(Path file) {
        try {
            String pem = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            int begin = pem.indexOf(KEY_BEGIN);
            int end = pem.indexOf(KEY_END);
            if (begin < 0 || end < begin) {
                throw bad(
                        file + ": holds no private key in PKCS #8; 'openssl pkcs8 -topk8 -nocrypt' makes one of others",
                        null);
            }
            return key(file, Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end)));
        } catch (IOException e) {
            throw ConfigText.unreadable(file, e);
        } catch (IllegalArgumentException e) {
            throw bad(file + ": is not PEM", e);
        }
    }

    private static PrivateKey key(Path file, byte[] encoded) {
        GeneralSecurityException last = null;
        for (String kind : KEY_KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw bad(file + ": is neither an EC nor an RSA nor an Ed25519 key", last);
    }

    private static PmonException bad(String line, Exception cause) {
        return new PmonException(ErrorCode.BAD_CONFIGURATION, line, cause);
    }
}
