package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What packaging/install makes of a Debian with systemd, from the first installation to the purge. One box serves all
 * tests; each starts processes of its own, and only the last ones take the installation away.
 */
@Tag("box")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstalledServiceTest {
    private static final Duration SOON = InstalledService.SOON;
    private static final String INSTALL = "/opt/packaging/install --tree /opt/packaging/tree";
    private static final String CONFIG = "/etc/pmon3/config/config.yml";
    /** Everything but what the system itself writes all the time. */
    private static final String LIST_FILES =
            "find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /var/tmp -o -path /var/log/journal"
                    + " -o -path /var/lib/systemd -o -path /var/cache -o -path /dev -o -path /opt -o -path /var/lib/logrotate -o -path /root \\) -prune -o -print | sort";

    private static DebianBox box;
    private static InstalledService service;
    private static String filesBefore;
    private static Ran installation;

    @BeforeAll
    static void install() throws IOException {
        box = DebianBox.create("logrotate", "bash-completion", "default-jre-headless");
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
        service = new InstalledService(box);
        box.bootOrSkip();
        filesBefore = box.sh(LIST_FILES).ok().out();
        installation = box.sh(INSTALL).ok();
    }

    @AfterAll
    static void remove() {
        if (box != null) {
            box.close();
        }
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
        assertThat(box.sh("HOME=/nonexistent setpriv --reuid nobody --regid nogroup --clear-groups pmon3 ls")
                        .ok()
                        .err())
                .isEmpty();
    }

    @Test
    @Order(3)
    void aProcessInheritsNothingOfTheService() {
        int pid = service.start("heir", "nobody");
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
        String pid = service.show("MainPID");
        box.sh("sed -i 's/^log_level: info/log_level: debug/' " + CONFIG + "; systemctl reload pmond")
                .ok();
        String reloaded = "looked at the configuration again";
        Await.until("a reload", SOON, () -> service.journal("info").contains(reloaded));
        assertThat(service.journal("warning")).doesNotContain(reloaded);
        assertThat(service.show("MainPID")).isEqualTo(pid);
    }

    @Test
    @Order(5)
    void anUpgradeKeepsProcessesAliveAndEditedFilesAsTheyAre() {
        int web = service.start("web", "nobody");
        int own = service.start("own", "root");
        String pid = service.show("MainPID");
        String tree = box.sh("readlink -f /usr/local/bin/pmond").ok().out();
        Ran upgrade = box.sh("sed -i 's/weekly/daily/' /etc/logrotate.d/pmon3; " + INSTALL)
                .ok();

        assertThat(upgrade.out()).contains(CONFIG + " was edited", "/etc/logrotate.d/pmon3 was edited");
        assertThat(service.show("MainPID")).isNotEqualTo(pid);
        assertThat(service.ls().get("web").pid()).isEqualTo(web);
        assertThat(service.ls().get("own").pid()).isEqualTo(own);
        assertThat(box.sh("cat " + CONFIG).ok().out()).contains("log_level: debug");
        assertThat(box.sh("cat /etc/logrotate.d/pmon3").ok().out()).contains("daily");
        assertThat(box.sh("readlink -f /usr/local/bin/pmond").ok().out()).isNotEqualTo(tree);
        assertThat(box.sh("ls /usr/local/lib/pmon3").ok().lines()).hasSize(1);
    }

    @Test
    @Order(6)
    void anUpgradeThatDoesNotStartGivesWayToTheOneBefore() {
        int web = service.start("steady", "nobody");
        Ran upgrade = box.sh("""
                cp -r /opt/packaging/tree /tmp/broken
                sed -i '2i [ -n "${PMON3_ARCHIVE_OPTION:-}" ] || exit 1' /tmp/broken/bin/pmond
                /opt/packaging/install --tree /tmp/broken
                """).exited(1);
        assertThat(upgrade.err()).contains("the one before runs again");
        assertThat(service.awaitRunning("steady").pid()).isEqualTo(web);
        assertThat(box.sh("ls /usr/local/lib/pmon3").ok().lines()).hasSize(1);
    }

    @Test
    @Order(7)
    void aKilledPmondIsStartedAgainAndTakesOver() {
        int pid = service.start("orphan", "nobody");
        String before = service.show("MainPID");
        box.exec("kill", "-KILL", before).ok();
        service.awaitOtherMainPid(before);
        assertThat(service.awaitRunning("orphan").pid()).isEqualTo(pid);
    }

    @Test
    @Order(8)
    void aPmondThatHangsIsReplacedByTheWatchdog() throws IOException {
        int pid = service.start("watched", "nobody");
        service.dropIn("WatchdogSec=3\nTimeoutAbortSec=1");
        box.sh("systemctl kill --kill-who=main --signal=USR1 pmond").ok();
        Await.until("its end", SOON, () -> service.show("ActiveState").equals("inactive"));
        box.sh("systemctl start pmond").ok();
        String before = service.show("MainPID");
        box.exec("kill", "-STOP", before).ok();
        service.awaitOtherMainPid(before);
        assertThat(service.journal()).contains("Watchdog timeout");
        assertThat(service.awaitRunning("watched").pid()).isEqualTo(pid);
        service.removeDropIn();
    }

    @Test
    @Order(9)
    void aLongStopIsNotCutOff() throws IOException {
        box.sh("pmon3 exec /bin/sh --name stubborn -- -c \"trap '' TERM; exec sleep 54321\"")
                .ok();
        service.dropIn("TimeoutStopSec=2");
        String cursor = service.journal();
        box.sh("systemctl stop pmond").ok();
        assertThat(service.journal().substring(cursor.length()))
                .contains("pmond has ended")
                .doesNotContain("timed out");
        assertThat(service.show("Result")).isEqualTo("success");
        assertThat(box.exec("pgrep", "-f", "sleep 54321").exit()).isEqualTo(1);
        service.removeDropIn();
        box.sh("pmon3 del -f stubborn").ok();
    }

    @Test
    @Order(10)
    void logrotateTakesTheRuleAndLogfFollows() {
        box.sh("pmon3 exec /bin/sh --name talker --user nobody --"
                        + " -c 'i=0; while :; do echo $((i += 1)); sleep 0.01; done';"
                        + " setsid pmon3 logf -n +1 talker >/tmp/seen 2>/tmp/errors </dev/null &")
                .ok();
        awaitSeen(1);
        Ran rotated = rotate();
        assertThat(rotated.out() + rotated.err()).isEmpty();
        assertThat(box.sh("stat -c '%A %U %n' /var/log/pmond/talker.log.1").ok().lines())
                .containsExactly("-rw-rw---- nobody /var/log/pmond/talker.log.1");
        rotate();
        box.sh("ls /var/log/pmond/talker.log.2.gz").ok();
        List<Long> seen = seen();
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(box.sh("cat /tmp/errors").ok().out()).isEmpty();
        List<Long> all = box.sh("pmon3 log --all -n +1 talker").ok().lines().stream()
                .map(Long::valueOf)
                .toList();
        assertThat(all).isSorted().startsWith(1L, 2L, 3L).containsAll(seen);
        box.sh("pmon3 del talker").ok();
    }

    /** Waits until logf shows what came later, too. */
    private static Ran rotate() {
        Ran rotated = box.sh("logrotate --force /etc/logrotate.d/pmon3").ok();
        String last = box.sh("tail -n 1 /var/log/pmond/talker.log.1").ok().out().strip();
        awaitSeen(Long.parseLong(last) + 1);
        return rotated;
    }

    private static void awaitSeen(long number) {
        Await.until("a line in what logf shows", SOON, () -> {
            List<Long> seen = seen();
            return !seen.isEmpty() && seen.get(seen.size() - 1) >= number;
        });
    }

    private static List<Long> seen() {
        String text = box.sh("touch /tmp/seen; cat /tmp/seen").ok().out();
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Long::valueOf)
                .toList();
    }

    @Test
    @Order(10)
    void aLoginShellCompletesWordsAndNames() {
        service.start("weather", "nobody");
        // A terminal of the box's own.
        try (Screen screen = Screen.of(box.command("script", "-qc", "bash -l", "/dev/null"))) {
            screen.await("a prompt", text -> text.contains("#"));
            screen.type("PS1='READY> '; clear").press("Enter").awaitLastLine("READY>");
            screen.type("pmon3 resta").press("Tab").awaitLastLine("READY> pmon3 restart");
            screen.type("wea").press("Tab").awaitLastLine("READY> pmon3 restart weather");
        }
        box.sh("pmon3 del weather").ok();
    }

    @Test
    @Order(11)
    void aRebootBringsTheProcessesBack() {
        service.start("phoenix", "nobody");
        box.stop();
        box.boot();
        assertThat(service.awaitRunning("phoenix").restarts()).isZero();
        assertThat(box.exec("systemctl", "is-active", "pmond").out()).isEqualTo("active\n");
    }

    @Test
    @Order(12)
    void aPowerCutDoesNotTakeThemAway() {
        service.start("survivor", "nobody");
        box.cutPower();
        box.boot();
        service.awaitRunning("survivor");
    }

    @Test
    @Order(13)
    void anUninstallationKeepsTheData() {
        service.start("kept", "nobody");
        box.sh("/opt/packaging/install --uninstall").ok();
        assertThat(box.exec("systemctl", "status", "pmond").exit()).isEqualTo(4);
        assertThat(box.exec("pgrep", "-u", "nobody").exit()).isEqualTo(1);
        assertThat(box.sh("cd /usr/local; find . -name '*pmon*'").ok().out()).isEmpty();
        box.sh(INSTALL).ok();
        service.awaitRunning("kept");
    }

    @Test
    @Order(14)
    void aPurgeLeavesNothing() {
        box.sh("/opt/packaging/install --purge").ok();
        List<String> left = box.sh(LIST_FILES).ok().lines().stream()
                .filter(line -> !filesBefore.contains(line + "\n"))
                .toList();
        assertThat(left).isEmpty();
        assertThat(box.sh("find /dev/shm -name 'pmon3*'").ok().out()).isEmpty();
    }

    @Test
    @Order(15)
    void theServiceOfAnotherPmondGivesWayAndWhatItKeptLivesOn() {
        int pid = Integer.parseInt(
                box.sh("""
                printf '#!/bin/bash\n/bin/sleep 12345 &\necho $! >/tmp/kept\nwait\n' >/usr/local/bin/pmond
                chmod 755 /usr/local/bin/pmond
                printf '[Service]\nExecStart=/usr/local/bin/pmond\n' >/etc/systemd/system/pmond.service
                systemctl daemon-reload
                systemctl start pmond
                until [ -s /tmp/kept ]; do :; done
                """ + INSTALL + " >&2; cat /tmp/kept").ok().out().strip());
        assertThat(box.sh("tr '\\0' ' ' </proc/" + pid + "/cmdline").ok().out()).isEqualTo("/bin/sleep 12345 ");
        assertThat(box.sh("ls /usr/local/bin/pmond.before /etc/systemd/system/pmond.service.before")
                        .ok()
                        .lines())
                .hasSize(2);
        assertThat(service.show("ActiveState")).isEqualTo("active");
    }

    @Test
    @Order(16)
    void aPmondThatWasStartedByHandGivesWayToTheService() {
        int web = service.start("web", "nobody");
        box.sh("systemctl kill --kill-who=main --signal=USR1 pmond; while systemctl -q is-active pmond; do :; done;"
                        + " setsid /usr/local/bin/pmond >/dev/null 2>&1 </dev/null &")
                .ok();
        assertThat(service.awaitRunning("web").pid()).isEqualTo(web);
        box.sh(INSTALL).ok();
        assertThat(service.show("ActiveState")).isEqualTo("active");
        assertThat(service.awaitRunning("web").pid()).isEqualTo(web);
    }
}
