package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What packaging/install makes of a Debian with systemd, from the first installation to the purge. One box serves all
 * tests; each starts processes of its own, and only the last two take the installation away.
 */
@Tag("box")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstalledServiceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String INSTALL = "/opt/packaging/install --tree /opt/packaging/tree";
    private static final String CONFIG = "/etc/pmon3/config/config.yml";
    /** Everything but what the system itself writes all the time. */
    private static final String LIST_FILES =
            "find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /var/tmp -o -path /var/log/journal"
                    + " -o -path /var/lib/systemd -o -path /var/cache -o -path /dev -o -path /opt -o -path /root \\) -prune -o -print | sort";

    private static DebianBox box;
    private static String filesBefore;
    private static Ran installation;

    @BeforeAll
    static void install() throws IOException {
        box = DebianBox.create("logrotate", "default-jre-headless");
        Path packaging = Tree.home().resolve("../..").normalize();
        Files.createDirectories(box.path("/opt/packaging"));
        for (String script : List.of("install", "need")) {
            Files.copy(packaging.resolve(script), box.path("/opt/packaging/" + script));
        }
        Command.of(
                        "cp",
                        "-r",
                        Tree.home().toString(),
                        box.path("/opt/packaging/tree").toString())
                .run()
                .ok();
        box.boot();
        filesBefore = box.sh(LIST_FILES).ok().out();
        installation = box.sh(INSTALL).ok();
    }

    @AfterAll
    static void remove() {
        if (box != null) {
            box.close();
        }
    }

    private static Map<String, TableRow> ls() {
        Map<String, TableRow> rows = new TreeMap<>();
        TableRow.parse(box.exec("pmon3", "ls").ok().out()).forEach(row -> rows.put(row.name(), row));
        return rows;
    }

    private static int start(String name, String user) {
        box.exec("pmon3", "exec", "/bin/sleep", "--name", name, "--user", user, "--", "100000")
                .ok();
        return ls().get(name).pid();
    }

    private static TableRow awaitRunning(String name) {
        return Await.value(name + " runs", SOON, () -> {
            Ran ran = box.exec("pmon3", "ls");
            return TableRow.parse(ran.exit() == 0 ? ran.out() : "").stream()
                    .filter(row -> row.name().equals(name) && row.status().equals("running"))
                    .findFirst();
        });
    }

    private static String show(String property) {
        return box.exec("systemctl", "show", "--property", property, "--value", "pmond")
                .ok()
                .out()
                .strip();
    }

    private static String awaitOtherMainPid(String before) {
        return Await.value(
                "another pmond",
                SOON,
                () -> Optional.of(show("MainPID"))
                        .filter(pid -> !pid.equals("0")
                                && !pid.equals(before)
                                && show("ActiveState").equals("active")));
    }

    private static String journal() {
        return box.exec("journalctl", "--unit", "pmond", "--no-pager", "--output", "cat")
                .ok()
                .out();
    }

    private static void dropIn(String lines) throws IOException {
        Path folder = Files.createDirectories(box.path("/etc/systemd/system/pmond.service.d"));
        Files.writeString(folder.resolve("test.conf"), "[Service]\n" + lines + "\n");
        box.sh("systemctl daemon-reload").ok();
    }

    private static void removeDropIn() {
        box.sh("rm -r /etc/systemd/system/pmond.service.d; systemctl daemon-reload; systemctl restart pmond")
                .ok();
    }

    @Test
    @Order(1)
    void theServiceRunsAndTheInstallationEndsWithTheTable() {
        assertThat(box.exec("systemctl", "status", "--no-pager", "pmond").ok().out())
                .contains("active (running)", "; enabled;");
        assertThat(installation.out()).endsWith(box.exec("pmon3", "ls").ok().out());
        assertThat(installation.err()).isEmpty();
        Ran verified = box.exec("systemd-analyze", "verify", "pmond.service").ok();
        assertThat(verified.out() + verified.err()).isEmpty();
    }

    @Test
    @Order(2)
    void filesAndFoldersHaveTheirModes() {
        assertThat(box.sh("stat -c '%A %U %G %n' " + CONFIG + " /etc/pmon3/data /var/log/pmond /etc/logrotate.d/pmon3")
                        .ok()
                        .lines())
                .containsExactly(
                        "-rw-r--r-- root root " + CONFIG,
                        "drwxr-x--- root root /etc/pmon3/data",
                        "drwxrwxr-x root root /var/log/pmond",
                        "-rw-r--r-- root root /etc/logrotate.d/pmon3");
        assertThat(box.sh("find /usr/local /etc/pmon3 /etc/systemd/system/pmond.service ! -type l"
                                + " \\( -perm /022 -o ! -user root \\) ! -group staff")
                        .ok()
                        .out())
                .isEmpty();
        assertThat(box.sh("ls /usr/local/lib/pmon3/tree.*/lib/archives/*").ok().out())
                .contains("pmon3.", "pmond.");
        assertThat(box.sh("setpriv --reuid nobody --regid nogroup --clear-groups pmon3 ls")
                        .ok()
                        .err())
                .isEmpty();
    }

    @Test
    @Order(3)
    void aProcessInheritsNothingOfTheService() {
        int pid = start("heir", "nobody");
        assertThat(box.sh("tr '\\0' '\\n' </proc/" + pid + "/environ").ok().out())
                .doesNotContain("NOTIFY_SOCKET", "WATCHDOG", "INVOCATION_ID", "JOURNAL", "SYSTEMD", "PMON3");
        String status = box.sh("cat /proc/" + pid + "/status /proc/" + pid + "/oom_score_adj")
                .ok()
                .out();
        assertThat(status).contains("SigIgn:\t0000000000000000", "SigBlk:\t0000000000000000", "NoNewPrivs:\t0");
        assertThat(status).endsWith("\n0\n");
        assertThat(box.sh("cat /proc/" + pid + "/limits").ok().out())
                .containsPattern("Max open files +1024 ")
                .containsPattern("Max core file size +(0|unlimited) ");
    }

    @Test
    @Order(4)
    void aReloadLooksAtTheConfigurationAgain() {
        String pid = show("MainPID");
        box.sh("sed -i 's/^log_level: info/log_level: debug/' " + CONFIG + "; systemctl reload pmond")
                .ok();
        Await.until("a reload", SOON, () -> journal().contains("looked at the configuration again"));
        assertThat(show("MainPID")).isEqualTo(pid);
    }

    @Test
    @Order(5)
    void anUpgradeKeepsProcessesAliveAndEditedFilesAsTheyAre() {
        int web = start("web", "nobody");
        int own = start("own", "root");
        String pid = show("MainPID");
        String tree = box.sh("readlink -f /usr/local/bin/pmond").ok().out();
        Ran upgrade = box.sh("sed -i 's/weekly/daily/' /etc/logrotate.d/pmon3; " + INSTALL)
                .ok();

        assertThat(upgrade.out()).contains(CONFIG + " was edited", "/etc/logrotate.d/pmon3 was edited");
        assertThat(show("MainPID")).isNotEqualTo(pid);
        assertThat(ls().get("web").pid()).isEqualTo(web);
        assertThat(ls().get("own").pid()).isEqualTo(own);
        assertThat(box.sh("cat " + CONFIG).ok().out()).contains("log_level: debug");
        assertThat(box.sh("cat /etc/logrotate.d/pmon3").ok().out()).contains("daily");
        assertThat(box.sh("readlink -f /usr/local/bin/pmond").ok().out()).isNotEqualTo(tree);
        assertThat(box.sh("ls /usr/local/lib/pmon3").ok().lines()).hasSize(1);
    }

    @Test
    @Order(6)
    void anUpgradeThatDoesNotStartGivesWayToTheOneBefore() {
        int web = start("steady", "nobody");
        Ran upgrade = box.sh("""
                cp -r /opt/packaging/tree /tmp/broken
                sed -i '2i [ -n "${PMON3_ARCHIVE_OPTION:-}" ] || exit 1' /tmp/broken/bin/pmond
                /opt/packaging/install --tree /tmp/broken
                """).exited(1);
        assertThat(upgrade.err()).contains("the one before runs again");
        assertThat(awaitRunning("steady").pid()).isEqualTo(web);
        assertThat(box.sh("ls /usr/local/lib/pmon3").ok().lines()).hasSize(1);
    }

    @Test
    @Order(7)
    void aKilledPmondIsStartedAgainAndTakesOver() {
        int pid = start("orphan", "nobody");
        String before = show("MainPID");
        box.exec("kill", "-KILL", before).ok();
        awaitOtherMainPid(before);
        assertThat(awaitRunning("orphan").pid()).isEqualTo(pid);
    }

    @Test
    @Order(8)
    void aPmondThatHangsIsReplacedByTheWatchdog() throws IOException {
        int pid = start("watched", "nobody");
        dropIn("WatchdogSec=3\nTimeoutAbortSec=1");
        box.sh("systemctl kill --kill-who=main --signal=USR1 pmond").ok();
        Await.until("its end", SOON, () -> show("ActiveState").equals("inactive"));
        box.sh("systemctl start pmond").ok();
        String before = show("MainPID");
        box.exec("kill", "-STOP", before).ok();
        awaitOtherMainPid(before);
        assertThat(journal()).contains("Watchdog timeout");
        assertThat(awaitRunning("watched").pid()).isEqualTo(pid);
        removeDropIn();
    }

    @Test
    @Order(9)
    void aLongStopIsNotCutOff() throws IOException {
        box.sh("pmon3 exec /bin/sh --name stubborn -- -c \"trap '' TERM; exec sleep 54321\"")
                .ok();
        dropIn("TimeoutStopSec=2");
        String cursor = journal();
        box.sh("systemctl stop pmond").ok();
        assertThat(journal().substring(cursor.length()))
                .contains("pmond has ended")
                .doesNotContain("timed out");
        assertThat(show("Result")).isEqualTo("success");
        assertThat(box.exec("pgrep", "-f", "sleep 54321").exit()).isEqualTo(1);
        removeDropIn();
        box.sh("pmon3 del -f stubborn").ok();
    }

    @Test
    @Order(10)
    void logrotateTakesTheRule() {
        box.sh("pmon3 exec /bin/sh --name talker --user nobody -- -c 'while :; do echo line; sleep 0.05; done'")
                .ok();
        Await.until(
                "a line", SOON, () -> !box.exec("pmon3", "log", "talker").out().isEmpty());
        Ran rotated = box.sh("logrotate --force /etc/logrotate.d/pmon3").ok();
        assertThat(rotated.out() + rotated.err()).isEmpty();
        assertThat(box.sh("stat -c '%A %U %n' /var/log/pmond/talker.log.1").ok().lines())
                .containsExactly("-rw-rw---- nobody /var/log/pmond/talker.log.1");
        box.sh("logrotate --force /etc/logrotate.d/pmon3; ls /var/log/pmond/talker.log.2.gz")
                .ok();
        assertThat(box.sh("pmon3 log --all talker").ok().out()).matches("(line\n)+");
    }

    @Test
    @Order(11)
    void aRebootBringsTheProcessesBack() {
        start("phoenix", "nobody");
        box.stop();
        box.boot();
        assertThat(awaitRunning("phoenix").restarts()).isZero();
        assertThat(box.exec("systemctl", "is-active", "pmond").out()).isEqualTo("active\n");
    }

    @Test
    @Order(12)
    void aPowerCutDoesNotTakeThemAway() {
        start("survivor", "nobody");
        box.cutPower();
        box.boot();
        awaitRunning("survivor");
    }

    @Test
    @Order(13)
    void anUninstallationKeepsTheData() {
        start("kept", "nobody");
        box.sh("/opt/packaging/install --uninstall").ok();
        assertThat(box.exec("systemctl", "status", "pmond").exit()).isEqualTo(4);
        assertThat(box.exec("pgrep", "-u", "nobody").exit()).isEqualTo(1);
        assertThat(box.sh("cd /usr/local; find . -name '*pmon*'").ok().out()).isEmpty();
        box.sh(INSTALL).ok();
        awaitRunning("kept");
    }

    @Test
    @Order(14)
    void aPurgeLeavesNothing() {
        box.sh("/opt/packaging/install --purge").ok();
        List<String> left = box.sh(LIST_FILES).ok().lines().stream()
                .filter(line -> !filesBefore.contains(line + "\n"))
                .toList();
        assertThat(left).filteredOn(line -> line.contains("pmon")).isEmpty();
        assertThat(box.sh("find /dev/shm -name 'pmon3*'").ok().out()).isEmpty();
    }
}
