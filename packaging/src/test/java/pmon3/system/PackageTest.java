package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The Debian package in a booted Debian without Java, from its installation to its purge. */
@Tag("box")
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackageTest {
    private static final String APT = "DEBIAN_FRONTEND=noninteractive apt-get -qq -y ";
    private static final String SECOND = "/opt/pmon3_second_" + architecture() + ".deb";
    private static final String HOME = "/usr/lib/pmon3";
    private static final double HELLO_LIMIT_TIMES = 1.8;
    private static final int PACKAGE_LIMIT_MB = 50;
    private static final int RUNS = 15;

    private static Packages packages;
    private static DebianBox box;
    private static InstalledService service;

    @BeforeAll
    static void install() throws IOException {
        Root.required();
        packages = Packages.make();
        box = DebianBox.create("logrotate");
        service = new InstalledService(box);
        Files.createDirectories(box.path("/opt"));
        Files.copy(packages.first(), box.path("/opt/pmon3_first.deb"));
        Files.copy(packages.second(), box.path(SECOND));
        Files.copy(Tree.home().resolve("../../get.sh"), box.path("/opt/get.sh"));
        box.bootOrSkip();
        box.sh("mount -t tmpfs -o noexec,mode=1777 tmpfs /tmp").ok();
        box.sh(APT + "install /opt/pmon3_first.deb").ok();
    }

    @AfterAll
    static void remove() {
        if (box != null) {
            box.close();
        }
        if (packages != null) {
            packages.remove();
        }
    }

    @Test
    @Order(0)
    void lintianFindsNoErrorAndTheSameTreeMakesTheSameBytes() throws IOException {
        Ran lintian = Command.of(
                        "lintian", "--fail-on", "error", packages.first().toString())
                .within(Duration.ofMinutes(2))
                .run()
                .ok();
        assertThat(lintian.out()).doesNotContain("E: ");
        Path again = Packages.make(packages.folder().resolve("again"));
        for (String kind : List.of("deb", "rpm", "tar.gz")) {
            Path second = Packages.of(kind, again);
            assertThat(second.getFileName()).isEqualTo(packages.first(kind).getFileName());
            assertThat(Files.mismatch(second, packages.first(kind))).as(kind).isEqualTo(-1);
        }
    }

    @Test
    @Order(1)
    void theServiceRunsWithoutAnyJavaOfTheMachine() {
        assertThat(box.exec("sh", "-c", "command -v java").exit()).isNotZero();
        assertThat(box.exec("systemctl", "is-active", "pmond").ok().out()).isEqualTo("active\n");
        assertThat(box.exec("systemctl", "is-enabled", "pmond").ok().out()).isEqualTo("enabled\n");
        for (String name : List.of("a", "b", "c")) {
            service.start(name, "nobody");
        }
        assertThat(service.ls().values()).extracting(TableRow::status).containsOnly("running");
        assertThat(box.exec("dpkg", "--verify", "pmon3").ok().out()).isEmpty();
        assertThat(box.exec("pmon3", "version").ok().out()).contains("\ncommit ", "\nJava ");
    }

    @Test
    @Order(1)
    void nothingIsUnpackedOutsideOfItsFolder() {
        assertThat(box.sh("find /tmp /var/tmp -type f").ok().out()).isEmpty();
        assertThat(box.sh("sed -n 's|.* \\(/.*[.]so.*\\)|\\1|p' /proc/" + service.show("MainPID") + "/maps | sort -u")
                        .ok()
                        .lines())
                .contains(HOME + "/lib/native/libjffi-1.2.so", HOME + "/lib/native/libsqlitejdbc.so")
                .allMatch(library -> library.startsWith(HOME)
                        || library.startsWith("/usr/lib/x86_64-linux-gnu/")
                        || library.startsWith("/usr/lib/aarch64-linux-gnu/"));
    }

    @Test
    @Order(1)
    void whatItIsMadeOfAndUnderWhichLicencesIsInIt() {
        assertThat(box.sh("cat /usr/share/doc/pmon3/sbom.cdx.json").ok().out())
                .contains("\"name\" : \"openjdk\"", "\"name\" : \"sqlite-jdbc\"", "\"name\" : \"jffi\"");
        List<String> named = box.sh("grep -o 'usr/lib/pmon3/lib/[^ ]*' /usr/share/doc/pmon3/copyright")
                .ok()
                .lines();
        for (String jar : box.sh("cd /; ls usr/lib/pmon3/lib/*.jar usr/lib/pmon3/lib/native/*")
                .ok()
                .lines()) {
            assertThat(named)
                    .as(jar)
                    .anyMatch(glob -> jar.contains("/pmon")
                            || FileSystems.getDefault()
                                    .getPathMatcher("glob:" + glob)
                                    .matches(Path.of(jar)));
        }
        box.sh("ls /usr/share/doc/pmon3/licences/Apache-2.0 /usr/share/doc/pmon3/licences/LGPL-2.1 " + HOME
                        + "/runtime/legal/java.base/LICENSE")
                .ok();
    }

    @Test
    @Order(2)
    void theArchivesAreMadeForThisRuntimeAndUsed() {
        assertThat(box.sh("cat /proc/" + service.show("MainPID") + "/maps").ok().out())
                .contains(HOME + "/lib/archives/", "/pmond.");
        box.sh("sed 's| -cp | -Xlog:class+load:file=/opt/loaded -cp |' " + HOME + "/bin/pmon3 >" + HOME
                        + "/bin/logged; sh " + HOME + "/bin/logged ls; rm " + HOME + "/bin/logged")
                .ok();
        List<String> ours = box.sh("grep ' pmon3[.]' /opt/loaded").ok().lines();
        assertThat(ours).hasSizeGreaterThan(20).allMatch(line -> line.contains("shared objects file"));
    }

    @Test
    @Order(3)
    void packageAndArchivesTakeWhatTheDocumentsSay() {
        long packageMb = Long.parseLong(
                        box.sh("dpkg-query -Wf '${Installed-Size}' pmon3").ok().out())
                / 1024;
        String archives = box.sh("du -m -s " + HOME + "/lib/archives")
                .ok()
                .out()
                .replaceAll("\\s.*", "")
                .strip();
        System.out.printf("figure: installed %d MB, archives made at the installation %s MB%n", packageMb, archives);
        assertThat(packageMb).isLessThan(PACKAGE_LIMIT_MB);
    }

    /** As an ordinary JDK would start hello: with the archive of the JDK's own classes, which a jlinked runtime lacks. */
    @Test
    @Order(4)
    void lsCostsNotMuchMoreThanAnEmptyProgram() throws IOException {
        Path source = Files.writeString(
                box.path("/opt/Hello.java"),
                "class Hello { public static void main(String[] a) { System.out.println(\"hello\"); } }\n");
        Command.of("javac", "--release", "17", source.toString()).run().ok();
        String java = HOME + "/runtime/bin/java";
        box.sh(java + " -Xshare:dump -XX:SharedArchiveFile=/opt/base.jsa").ok();
        List<Double> hellos = new ArrayList<>();
        List<Double> lists = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            hellos.add(ms(box.exec(java, "-XX:SharedArchiveFile=/opt/base.jsa", "-cp", "/opt", "Hello")));
            lists.add(ms(box.exec("pmon3", "ls")));
        }
        double times = median(lists) / median(hellos);
        System.out.printf(
                Locale.ROOT,
                "figure: packaged pmon3 ls %.0f ms, hello %.0f ms: %.2f times, medians of %d in turns%n",
                median(lists),
                median(hellos),
                times,
                RUNS);
        assertThat(times).isLessThan(HELLO_LIMIT_TIMES);
    }

    private static String architecture() {
        return Command.of("dpkg", "--print-architecture").run().ok().out().strip();
    }

    private static double ms(Ran ran) {
        return ran.ok().took().toNanos() / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** 0.0.0.0 is no loopback to pmond, and reaches this machine all the same. */
    @Test
    @Order(5)
    void tlsWorksWithTheRuntimeOfThePackage() {
        makeCertificate();
        box.sh("""
                cd /opt
                printf 'root %064d\\n' 7 >tokens
                chmod 600 tokens key.pem
                cp /etc/pmon3/config/config.yml before.yml
                cat >/etc/pmon3/config/config.yml <<CONFIG
                message_queue:
                  transport: tcp, shmem
                  tcp:
                    address: 0.0.0.0
                    token_file: /opt/tokens
                    certificate: /opt/certificate.pem
                    private_key: /opt/key.pem
                    authority: /opt/certificate.pem
                CONFIG
                systemctl restart pmond
                """).ok();
        for (int i = 0; i < RUNS; i++) {
            assertThat(TableRow.parse(box.exec("pmon3", "ls").ok().out())).hasSize(3);
        }
        box.sh("cp /opt/before.yml /etc/pmon3/config/config.yml; systemctl restart pmond")
                .ok();
        service.awaitRunning("c");
    }

    /** On an elliptic curve, as most are. */
    private static void makeCertificate() {
        String folder = box.path("/opt").toString();
        Command.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-subj",
                        "/CN=pmond",
                        "-addext",
                        "subjectAltName=IP:0.0.0.0",
                        "-keyout",
                        folder + "/key.pem",
                        "-out",
                        folder + "/certificate.pem")
                .run()
                .ok();
    }

    @Test
    @Order(6)
    void aRebootBringsTheProcessesBack() {
        box.stop();
        box.boot();
        assertThat(service.awaitRunning("a").restarts()).isZero();
    }

    @Test
    @Order(7)
    void anUpgradeRestartsNoProcess() {
        service.awaitRunning("b");
        service.awaitRunning("c");
        var before = service.ls();
        String pmond = service.show("MainPID");
        Ran upgrade = box.sh("sed -i 's/^log_level: info/log_level: debug/' /etc/pmon3/config/config.yml; cd /opt;"
                        + " sha256sum pmon3_second_* >SHA256SUMS; sh get.sh " + SECOND)
                .ok();
        assertThat(TableRow.parse(upgrade.out())).hasSize(3);
        assertThat(upgrade.out()).contains("Installing pmon3_second", "pmon3 is installed, and pmond runs");
        assertThat(box.sh("dpkg-query -Wf '${Version}' pmon3").ok().out()).isEqualTo(Packages.SECOND_VERSION);
        assertThat(service.show("MainPID")).isNotEqualTo(pmond);
        assertThat(service.ls().values())
                .extracting(TableRow::name, TableRow::pid, TableRow::restarts)
                .containsExactlyElementsOf(before.values().stream()
                        .map(row -> org.assertj.core.groups.Tuple.tuple(row.name(), row.pid(), row.restarts()))
                        .toList());
        assertThat(box.sh("cat /etc/pmon3/config/config.yml").ok().out()).contains("log_level: debug");
    }

    @Test
    @Order(8)
    void aRemovalKeepsConfigurationDataAndLogs() {
        box.sh(APT + "remove pmon3").ok();
        assertThat(box.exec("pgrep", "-u", "nobody").exit()).isEqualTo(1);
        assertThat(box.sh("ls -d /usr/lib/pmon3 /usr/bin/pmon* 2>&1 || true")
                        .ok()
                        .out())
                .contains("cannot access '/usr/lib/pmon3'")
                .doesNotContain("/usr/bin/pmond\n");
        box.sh("ls /etc/pmon3/config/config.yml /etc/pmon3/data/data.db /etc/logrotate.d/pmon3 /var/log/pmond/a.log")
                .ok();
        box.sh(APT + "install " + SECOND).ok();
        service.awaitRunning("a");
    }

    @Test
    @Order(9)
    void aPurgeLeavesNothing() {
        box.sh(APT + "purge pmon3").ok();
        service.assertNothingIsLeft();
    }
}
