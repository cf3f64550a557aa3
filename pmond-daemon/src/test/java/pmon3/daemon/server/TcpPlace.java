package pmon3.daemon.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pmon3.config.Settings;
import pmon3.ipc.OwnUid;

/** Port, tokens and certificates of a test's own, in its folder, where client and server find them by name. */
final class TcpPlace {
    static final String TOKEN_OF_ROOT = "0123456789abcdef".repeat(4);
    static final String TOKEN_OF_NOBODY = "fedcba9876543210".repeat(4);
    private static final String PASSWORD = "password";

    /** Null until it is needed. */
    private static KeyStore made;

    private TcpPlace() {}

    /** Everything but certificates, on this machine's own loopback. */
    static void prepare(Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(folder.resolve("port"), Integer.toString(free.getLocalPort()));
        }
        Files.writeString(folder.resolve("address"), "127.0.0.1");
        String own = System.getProperty("user.name");
        String nobody = own.equals("nobody") ? "" : "nobody " + TOKEN_OF_NOBODY + "\n";
        secret(folder.resolve("tokens"), "# a user and a token\n\n" + own + " \t" + TOKEN_OF_ROOT + "\n" + nobody);
        secret(folder.resolve("token-of-nobody"), "nobody " + TOKEN_OF_NOBODY + "\n");
    }

    /** On this address, with a certificate for it. */
    static void secure(Path folder, String address) throws Exception {
        Files.writeString(folder.resolve("address"), address);
        certify(folder, keys(folder.resolve("store.p12"), address));
    }

    /** The same with a certificate for another address. */
    static void secureFalsely(Path folder, String address) throws Exception {
        Files.writeString(folder.resolve("address"), address);
        certify(folder, made(folder.resolve("other.p12"), "192.0.2.1"));
    }

    private static void certify(Path folder, KeyStore keys) throws Exception {
        pem(
                folder.resolve("certificate.pem"),
                "CERTIFICATE",
                keys.getCertificate("pmond").getEncoded());
        pem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("pmond", PASSWORD.toCharArray()).getEncoded());
        Files.setPosixFilePermissions(folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
    }

    /** Made once for this JVM: keytool takes a second. */
    private static synchronized KeyStore keys(Path store, String address) throws Exception {
        if (made == null) {
            made = made(store, address);
        }
        return made;
    }

    private static KeyStore made(Path store, String address) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", "pmond", "-keyalg", "EC", "-dname", "CN=pmond"));
        command.addAll(List.of("-ext", "san=ip:" + address, "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    /** An address of this machine that is not its loopback, if it has one. */
    static Optional<String> otherAddress() throws IOException {
        for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
            List<InetAddress> addresses = device.inetAddresses().toList();
            for (InetAddress address : addresses) {
                if (!address.isLoopbackAddress() && address.getAddress().length == 4 && device.isUp()) {
                    return Optional.of(address.getHostAddress());
                }
            }
        }
        return Optional.empty();
    }

    static Settings.Tcp settings(Path folder) {
        try {
            return new Settings.Tcp(
                    Files.readString(folder.resolve("address")),
                    Integer.parseInt(Files.readString(folder.resolve("port"))),
                    folder.resolve("tokens").toString(),
                    existing(folder.resolve("certificate.pem")),
                    existing(folder.resolve("key.pem")),
                    existing(folder.resolve("certificate.pem")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OptionalInt uidOf(String user) {
        if (user.equals("nobody")) {
            return OptionalInt.of(OtherUser.NOBODY);
        }
        return user.equals(System.getProperty("user.name")) ? OptionalInt.of(OwnUid.read()) : OptionalInt.empty();
    }

    private static String existing(Path file) {
        return Files.exists(file) ? file.toString() : "";
    }

    private static void secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void pem(Path file, String kind, byte[] bytes) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }
}
