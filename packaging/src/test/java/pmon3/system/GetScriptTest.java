package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * packaging/get.sh, up to the call of apt: a stand-in for that notes what it is to install, so that nothing of the machine
 * changes. PackageTest has it install in a system of its own.
 */
class GetScriptTest {
    private static final Path SCRIPT = Tree.home().resolve("../../get.sh").normalize();
    private static final String USUAL_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    @TempDir
    Path folder;

    private Path programs;
    private Path packages;
    private Path installed;
    private String name = "";

    @BeforeEach
    void putPackage() throws IOException {
        Root.required();
        programs = Files.createDirectory(folder.resolve("programs"));
        packages = Files.createDirectory(folder.resolve("packages"));
        installed = folder.resolve("installed");
        standIn("apt-get", "for last do :; done; cat \"$last\" >>" + installed);
        standIn("pmon3", "echo the table");
        String machine =
                Command.of("dpkg", "--print-architecture").run().ok().out().strip();
        name = "pmon3_1.0_" + machine + ".deb";
        Files.writeString(packages.resolve(name), "the package");
        sum();
    }

    private void standIn(String program, String lines) throws IOException {
        Path file = Files.writeString(programs.resolve(program), "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void sum() {
        Command.of("sh", "-c", "sha256sum pmon3_* >SHA256SUMS")
                .in(packages)
                .run()
                .ok();
    }

    private Command get(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "sh";
        all[1] = SCRIPT.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return Command.of(all).with("PATH", programs + ":" + USUAL_PATH);
    }

    private void assertInstalled(Ran ran) throws IOException {
        ran.ok();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.lines()).first().asString().startsWith("Installing " + name);
        assertThat(ran.out()).contains("pmon3 is installed");
        assertThat(Files.readString(installed)).isEqualTo("the package");
    }

    private void assertRefused(Ran ran, String reason) {
        ran.exited(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).hasLineCount(1).startsWith("get.sh: ").contains(reason);
        assertThat(installed).doesNotExist();
    }

    @Test
    void aFileIsInstalledIfItIsWhatTheSumsBesideItSay() throws IOException {
        assertInstalled(get(packages.resolve(name).toString()).run());
    }

    @Test
    void sumsMayStandElsewhere() throws IOException {
        Path sums = Files.move(packages.resolve("SHA256SUMS"), folder.resolve("sums"));
        assertRefused(get(packages.resolve(name).toString()).run(), "put SHA256SUMS beside the package");
        assertInstalled(get("--sums", sums.toString(), packages.resolve(name).toString())
                .run());
    }

    @Test
    void aFileThatIsAnythingElseIsRefused() throws IOException {
        Files.writeString(packages.resolve(name), "another package");
        assertRefused(get(packages.resolve(name).toString()).run(), name + " is not what its SHA256SUMS says");
        Files.writeString(packages.resolve("SHA256SUMS"), "");
        assertRefused(get(packages.resolve(name).toString()).run(), "does not name " + name);
    }

    @Test
    void anAddressGivesThePackageThatFits() throws IOException {
        Files.writeString(packages.resolve("pmon3_1.0_other.deb"), "of another machine");
        sum();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::serve);
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            assertInstalled(get(address).run());
            Files.delete(installed);
            Files.delete(packages.resolve(name));
            assertRefused(get(address).run(), name + " cannot be fetched");
            Files.writeString(packages.resolve("SHA256SUMS"), "");
            assertRefused(get(address).run(), "has no package whose name ends in");
        } finally {
            server.stop(0);
        }
        assertRefused(get("http://127.0.0.1:1").run(), "check the address and the network");
    }

    /** With the sums and the signature that it had then. */
    @Test
    void anAddressPutsNoOlderVersionOverANewerOne() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::serve);
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            standIn("dpkg-query", "echo installed 1.0.1");
            assertRefused(
                    get(address).run(), "has 1.0, and 1.0.1 is installed; if the older one is wanted, download it");
            for (String broken : new String[] {"unpacked", "half-configured", "half-installed", "triggers-pending"}) {
                standIn("dpkg-query", "echo " + broken + " 1.0.1");
                assertRefused(get(address).run(), "has 1.0, and 1.0.1 is installed");
            }
            assertInstalled(get(packages.resolve(name).toString()).run());
            for (String version : new String[] {"1.0", "0.9.10"}) {
                Files.delete(installed);
                standIn("dpkg-query", "echo installed " + version);
                assertInstalled(get(address).run());
            }
            Files.delete(installed);
            standIn("dpkg-query", "echo config-files 1.0.1");
            assertInstalled(get(address).run());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAddressThatAnybodyOnTheWayCouldAnswerForIsRefusedWithoutAKey() {
        assertRefused(get("http://192.0.2.1/pmon3").run(), "use https://, or give --key");
        assertRefused(get("http://localhost:80@192.0.2.1/pmon3").run(), "a name or password in it");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path file = packages.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean present = Files.isRegularFile(file);
            byte[] bytes = present ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(present ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void withAKeyTheSumsMustBeSignedByIt() throws IOException {
        Path ours = key("ours");
        key("theirs");
        String file = packages.resolve(name).toString();
        assertRefused(get("--key", ours.toString(), file).run(), "has no valid signature of " + ours);
        sign("theirs");
        assertRefused(get("--key", ours.toString(), file).run(), "has no valid signature of " + ours);
        assertRefused(get("--key", folder + "/none", file).run(), "cannot be read; give the public key's file");
        sign("ours");
        assertInstalled(get("--key", ours.toString(), file).run());
        Files.delete(installed);
        Files.writeString(packages.resolve("SHA256SUMS"), "\n", StandardOpenOption.APPEND);
        assertRefused(get("--key", ours.toString(), file).run(), "has no valid signature of " + ours);
    }

    private Command gpg(String owner, String... words) throws IOException {
        Path home = Files.createDirectories(folder.resolve("gpg-" + owner));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        String[] all = new String[words.length + 3];
        System.arraycopy(new String[] {"gpg", "--batch", "--quiet"}, 0, all, 0, 3);
        System.arraycopy(words, 0, all, 3, words.length);
        return Command.of(all).with("GNUPGHOME", home.toString());
    }

    private Path key(String owner) throws IOException {
        gpg(owner, "--passphrase", "", "--quick-gen-key", owner, "ed25519", "sign", "never")
                .run()
                .ok();
        Path file = folder.resolve(owner + ".key");
        gpg(owner, "--output", file.toString(), "--export").run().ok();
        stopAgent(owner);
        return file;
    }

    private void sign(String owner) throws IOException {
        Files.deleteIfExists(packages.resolve("SHA256SUMS.sig"));
        gpg(owner, "--detach-sign", packages.resolve("SHA256SUMS").toString())
                .run()
                .ok();
        stopAgent(owner);
    }

    /** gpg leaves one behind that serves that folder alone. */
    private void stopAgent(String owner) {
        Command.of("gpgconf", "--kill", "gpg-agent")
                .with("GNUPGHOME", folder.resolve("gpg-" + owner).toString())
                .run()
                .ok();
    }

    @Test
    void anotherMachineAndAnotherUserAreToldWhatToDo() throws IOException {
        standIn("id", "echo 1000");
        assertRefused(
                get(packages.resolve(name).toString()).run(), "only root may install for the whole system; try sudo");
        Files.delete(programs.resolve("id"));
        standIn("uname", "[ \"$1\" = -m ] && echo riscv64 || echo Linux");
        assertRefused(
                get(packages.resolve(name).toString()).run(),
                "this is riscv64: build from the sources with packaging/install");
    }

    @Test
    void wrongArgumentsAreAnsweredWithTheUsage() {
        for (String[] words : new String[][] {{}, {"--key"}, {"--nothing"}, {"a", "b"}}) {
            Ran ran = get(words).run().exited(2);
            assertThat(ran.err()).contains(words.length == 0 ? "" : words[words.length - 1]);
            assertThat(ran.err()).contains("get.sh FILE", "get.sh ADDRESS", "--sums FILE", "--key FILE");
        }
    }
}
