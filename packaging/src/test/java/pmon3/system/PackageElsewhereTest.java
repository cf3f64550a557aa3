package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The other packages, and Debian's where the Go program or no systemd is. */
@Tag("box")
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackageElsewhereTest {
    private static final String APT = "DEBIAN_FRONTEND=noninteractive apt-get -qq -y ";

    private static Packages packages;
    private static DebianBox box;
    private static InstalledService service;

    @BeforeAll
    static void boot() throws IOException {
        Root.required();
        packages = Packages.make();
        box = DebianBox.create("logrotate", "rpm");
        service = new InstalledService(box);
        Files.createDirectories(box.path("/opt"));
        Files.copy(packages.first(), box.path("/opt/pmon3_first.deb"));
        Files.copy(packages.second(), box.path("/opt/pmon3_second.deb"));
        Files.copy(packages.first("rpm"), box.path("/opt/pmon3.rpm"));
        Files.copy(packages.first("tar.gz"), box.path("/opt/pmon3.tar.gz"));
        box.bootOrSkip();
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

    /** Debian's rpm does not know what Debian has installed. */
    @Test
    @Order(9)
    void theRpmInstallsUpgradesAndRemovesTheSame() {
        box.sh("rpm --force-debian --nodeps --install /opt/pmon3.rpm").ok();
        assertThat(service.show("ActiveState")).isEqualTo("active");
        assertThat(service.show("UnitFileState")).isEqualTo("enabled");
        int pid = service.start("kept", "nobody");
        String pmond = service.show("MainPID");
        box.sh("rpm --force-debian --nodeps --upgrade --replacepkgs /opt/pmon3.rpm")
                .ok();
        assertThat(service.show("MainPID")).isNotEqualTo(pmond);
        assertThat(service.awaitRunning("kept").pid()).isEqualTo(pid);
        box.sh("rpm --force-debian --erase pmon3; rm -r /etc/pmon3 /var/log/pmond /dev/shm/pmon3_mem")
                .ok();
        assertThat(box.exec("pgrep", "-u", "nobody").exit()).isEqualTo(1);
        service.assertNothingIsLeft();
    }

    @Test
    @Order(10)
    void theArchiveInstallsWithItsOwnScript() {
        box.sh("cd /opt; tar -xzf pmon3.tar.gz; pmon3-*/install").ok();
        assertThat(box.exec("readlink", "-f", "/usr/local/bin/pmon3").ok().out())
                .startsWith("/usr/local/lib/pmon3/tree.");
        service.start("kept", "nobody");
        box.sh("/opt/pmon3-*/install --purge; rm -r /opt/pmon3-*").ok();
        service.assertNothingIsLeft();
    }

    @Test
    @Order(12)
    void withoutSystemdPmondIsStartedByHand() {
        box.sh(APT + "purge pmon3; rm -rf /usr/local/bin/pmon* /etc/systemd/system/pmond* /etc/logrotate.d/pmond*")
                .ok();
        box.stop();
        Ran ran = box.shWhileOff(APT + """
                install /opt/pmon3_first.deb >/opt/said
                grep -F 'there is no systemd here: start /usr/bin/pmond as root' /opt/said >&2
                pmond >/opt/log 2>&1 &
                until pmon3 ls >/dev/null 2>&1; do sleep 0.1; done
                pmon3 exec /bin/sleep --name a --user nobody -- 100000
                """ + APT + """
                install /opt/pmon3_second.deb >/opt/said
                grep -F 'is still the one of before: end it with kill -USR1' /opt/said >&2
                """ + APT + """
                purge pmon3 >/opt/said
                wait
                """ + InstalledService.FIND_OURS)
                .ok();
        assertThat(ran.err()).contains("start /usr/bin/pmond as root", "end it with kill -USR1");
        List<String> lines = ran.lines();
        assertThat(TableRow.parse(ran.out())).extracting(TableRow::status).containsExactly("running");
        assertThat(lines.get(lines.size() - 1)).startsWith("╰");
    }

    /** The stand-in for the Go program keeps two of its database's processes alive, and systemd would end them with it. */
    @Test
    @Order(11)
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
