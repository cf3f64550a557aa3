package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
    private static final String TIME = "2026-01-01T00:00:00Z";

    @Test
    void commitAndItsTimeAreNamedTogether() {
        assertThat(new Version("1.2", "0123456789ab", TIME, "21, V").text())
                .isEqualTo("pmon3 version 1.2\ncommit 0123456789ab, " + TIME + "\nJava 21, V\n");
    }

    @Test
    void noTimeIsInventedWhereThereIsNoCommit() {
        assertThat(new Version("1.2", "unknown", TIME, "21, V").text())
                .isEqualTo("pmon3 version 1.2\ncommit unknown\nJava 21, V\n");
    }
}
