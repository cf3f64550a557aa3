package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pmond that systemd runs in a box, and the client that speaks to it. */
final class InstalledService {
    static final Duration SOON = Duration.ofSeconds(30);

    /** Prints the files of that name; what tests have put into the box is below /opt. */
    static final String FIND_OURS =
            "find / -xdev \\( -path /proc -o -path /sys -o -path /opt \\) -prune -o -name '*pmon*' -print";

    private final DebianBox box;

    InstalledService(DebianBox box) {
        this.box = box;
    }

    Map<String, TableRow> ls() {
        Map<String, TableRow> rows = new TreeMap<>();
        TableRow.parse(box.exec("pmon3", "ls").ok().out()).forEach(row -> rows.put(row.name(), row));
        return rows;
    }

    int start(String name, String user) {
        box.exec("pmon3", "exec", "/bin/sleep", "--name", name, "--user", user, "--", "100000")
                .ok();
        return ls().get(name).pid();
    }

    TableRow awaitRunning(String name) {
        return Await.value(name + " runs", SOON, () -> {
            Ran ran = box.exec("pmon3", "ls");
            return TableRow.parse(ran.exit() == 0 ? ran.out() : "").stream()
                    .filter(row -> row.name().equals(name) && row.status().equals("running"))
                    .findFirst();
        });
    }

    String show(String property) {
        return box.exec("systemctl", "show", "--property", property, "--value", "pmond")
                .ok()
                .out()
                .strip();
    }

    String awaitOtherMainPid(String before) {
        return Await.value(
                "another pmond",
                SOON,
                () -> Optional.of(show("MainPID"))
                        .filter(pid -> !pid.equals("0")
                                && !pid.equals(before)
                                && show("ActiveState").equals("active")));
    }

    String journal() {
        return journal("debug");
    }

    /** @param priority the least that a line must have */
    String journal(String priority) {
        return box.exec("journalctl", "--unit", "pmond", "--no-pager", "--output", "cat", "--priority", priority)
                .ok()
                .out();
    }

    void dropIn(String lines) throws IOException {
        Path folder = Files.createDirectories(box.path("/etc/systemd/system/pmond.service.d"));
        Files.writeString(folder.resolve("test.conf"), "[Service]\n" + lines + "\n");
        box.sh("systemctl daemon-reload").ok();
    }

    void removeDropIn() {
        box.sh("rm -r /etc/systemd/system/pmond.service.d; systemctl daemon-reload; systemctl restart pmond")
                .ok();
    }

    void assertNothingIsLeft() {
        assertThat(box.sh(FIND_OURS + "; find /dev/shm -name '*pmon*'").ok().out())
                .isEmpty();
    }
}
