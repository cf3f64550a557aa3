package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
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

/** The Debian package in a booted Debian without Java, from its installation to its purge, and over the Go program. */
@Tag("box")
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackageTest {
    private static final String APT = "DEBIAN_FRONTEND=noninteractive apt-get -qq -y ";
    private static final String HOME = "/usr/lib/pmon3";
    private static final double HELLO_LIMIT_TIMES = 1.8;
    private static final int RUNS = 15;
    private static final String FIND_OURS =
            "find / -xdev \\( -path /proc -o -path /sys -o -path /opt \\) -prune -o -name '*pmon*' -print";

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
        Files.copy(packages.second(), box.path("/opt/pmon3_second.deb"));
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
        Path again = Packages.deb(packages.folder().resolve("again"));
        assertThat(again.getFileName()).isEqualTo(packages.first().getFileName());
        assertThat(Files.mismatch(again, packages.first())).isEqualTo(-1);
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
        assertThat(packageMb).isLessThan(60);
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

    private static double ms(Ran ran) {
        return ran.ok().took().toNanos() / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    @Test
    @Order(5)
    void aRebootBringsTheProcessesBack() {
        box.stop();
        box.boot();
        assertThat(service.awaitRunning("a").restarts()).isZero();
    }

    @Test
    @Order(6)
    void anUpgradeRestartsNoProcess() {
        service.awaitRunning("b");
        service.awaitRunning("c");
        var before = service.ls();
        String pmond = service.show("MainPID");
        box.sh("sed -i 's/^log_level: info/log_level: debug/' /etc/pmon3/config/config.yml; " + APT
                        + "install /opt/pmon3_second.deb")
                .ok();
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
    @Order(7)
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
        box.sh(APT + "install /opt/pmon3_second.deb").ok();
        service.awaitRunning("a");
    }

    @Test
    @Order(8)
    void aPurgeLeavesNothing() {
        box.sh(APT + "purge pmon3").ok();
        assertThat(box.sh(FIND_OURS + "; find /dev/shm -name '*pmon*'").ok().out())
                .isEmpty();
    }

    /** The stand-in for the Go program keeps two of its database's processes alive, and systemd would end them with it. */
    @Test
    @Order(9)
    void theGoProgramGivesWayAndEverythingCarriesOn() throws IOException {
        Path fixture = Tree.home()
                .resolve("../../../pmond-daemon/src/test/resources/pmon3/daemon/store/pmon3-1.18.3-data.db")
                .normalize();
        Path data = box.path("/etc/pmon3/data/data.db");
        Files.createDirectories(data.getParent());
        Files.copy(fixture, data, StandardCopyOption.REPLACE_EXISTING);
        box.sh("""
            mkdir -p /etc/pmon3/config
            printf 'log_level: debug\\nlogs:\\n  directory: /var/log/pmond\\n' >/etc/pmon3/config/config.yml
            printf '/var/log/pmond/*.log {\\n  weekly\\n}\\n' >/etc/logrotate.d/pmond
            printf '#!/bin/bash
            setsid bash -c "exec -a db /bin/sleep 100001" &
            echo $! >/opt/db
            setsid setpriv --reuid nobody --regid nogroup --clear-groups bash -c "exec -a web /bin/sleep 100000" &
            echo $! >/opt/web
            touch /opt/kept
            wait
            ' >/usr/local/bin/pmond
            printf '#!/bin/sh\\necho the Go client\\n' >/usr/local/bin/pmon3
            chmod 755 /usr/local/bin/pmon*
            printf '[Service]\\nExecStart=/usr/local/bin/pmond\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/pmond.service
            systemctl daemon-reload
            systemctl enable --now pmond
            until [ -e /opt/kept ]; do :; done
            """).ok();
        int db = pid("db");
        int web = pid("web");
        String now = Instant.now().toString().replace('T', ' ').replace("Z", " +0000 UTC");
        Command.of(
                        "sqlite3",
                        data.toString(),
                        "UPDATE processes SET pid = " + db + ", updated_at = '" + now + "' WHERE name = 'db';"
                                + "UPDATE processes SET pid = " + web + ", updated_at = '" + now
                                + "' WHERE name = 'web';")
                .run()
                .ok();

        Ran installation = box.sh(APT + "install /opt/pmon3_first.deb").ok();
        assertThat(installation.out())
                .contains("/usr/local/bin/pmond.before", "/etc/systemd/system/pmond.service.before");
        assertThat(service.awaitRunning("db").pid()).isEqualTo(db);
        assertThat(service.awaitRunning("web").pid()).isEqualTo(web);
        service.awaitRunning("cache");
        assertThat(service.ls().get("paused").status()).isEqualTo("stopped");
        assertThat(box.sh("cat /etc/pmon3/config/config.yml").ok().out()).startsWith("log_level: debug\n");
        box.sh("ls /etc/pmon3/config/config.yml.dpkg-dist; logrotate --debug /etc/logrotate.conf")
                .ok();
        assertThat(service.show("FragmentPath")).endsWith("/lib/systemd/system/pmond.service");
        assertThat(service.show("UnitFileState")).isEqualTo("enabled");
    }

    private static int pid(String name) {
        return Integer.parseInt(box.sh("cat /opt/" + name).ok().out().strip());
    }
}
