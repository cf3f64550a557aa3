package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** pmond is started on a database that version 1.18.3 of the Go program has left, and carries on. */
class TakeoverTest {
    private static final Path LEFT =
            Path.of("../pmond-daemon/src/test/resources/pmon3/daemon/store/pmon3-1.18.3-data.db");
    private static final String GO_TABLES = "tbl_name IN ('processes', 'groups', 'process_groups')";
    private static final String TIME =
            "2\\d{3}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})? \\+0000 UTC( m=\\+[0-9.]+)?";

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    /** As it is, but for the folder of the logs. */
    @BeforeEach
    void putDatabase() throws IOException {
        Root.required();
        Files.createDirectory(pmond.folder().resolve("data"));
        Files.copy(LEFT, pmond.database());
        sql("UPDATE processes SET log = replace(log, '/var/log/pmond', '" + pmond.folder() + "/logs')");
        pmond.config("wait.dependent_process_enqueued", 0);
    }

    private List<String> sql(String statement) {
        return Command.of("sqlite3", pmond.database().toString(), statement)
                .run()
                .ok()
                .lines();
    }

    @Test
    void whatRanIsStartedAndWhatRestedRests() {
        pmond.start();
        for (String name : List.of("db", "web", "cache")) {
            pmond.awaitStatus(name, "running");
        }
        assertThat(pmond.ls())
                .extracting(TableRow::id, TableRow::name, TableRow::user, TableRow::status)
                .containsExactly(
                        tuple(1, "db", "root", "running"),
                        tuple(2, "web", "nobody", "running"),
                        tuple(3, "cache", "daemon", "running"),
                        tuple(4, "migrate", "root", "failed"),
                        tuple(5, "paused", "root", "stopped"));
        Proc web = Proc.of(pmond.row("web").orElseThrow().pid()).orElseThrow();
        assertThat(web.words()).containsExactly("web", "100000");
        assertThat(web.environment().split("\0")).contains("PORT=8080", "NODE_ENV=prod", "USER=nobody");
        assertThat(TableRow.parse(pmond.run("group", "stop", "site").ok().out()))
                .extracting(TableRow::name)
                .containsExactly("web");
        assertThat(pmond.run("group", "ls").ok().lines()).anyMatch(line -> line.startsWith("│3 ║empty"));
    }

    @Test
    void whatIsLeftToTheGoProgramHasItsTablesAndItsValues() {
        String shapes = "SELECT name, sql FROM sqlite_master WHERE " + GO_TABLES + " ORDER BY name";
        List<String> before = sql(shapes);
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "own", "-u", "nobody", "-d", "db,web", "-a", "10000")
                .ok();
        pmond.run("group", "del", "empty").ok();
        assertThat(pmond.stop()).isZero();

        assertThat(sql(shapes)).isEqualTo(before);
        for (String column : List.of("created_at", "updated_at")) {
            for (String table : List.of("processes", "`groups`")) {
                assertThat(sql("SELECT typeof(" + column + ") || ' ' || " + column + " FROM " + table))
                        .allMatch(value -> value.matches("text " + TIME));
            }
        }
        assertThat(sql("SELECT deleted_at FROM `groups` WHERE name = 'empty'"))
                .singleElement()
                .asString()
                .matches(TIME);
        assertThat(sql(
                        "SELECT name, process_file, args, env_vars, username, dependencies, status, uid, gid, auto_restart,"
                                + " typeof(status) || typeof(pid) || typeof(uid) || typeof(auto_restart) FROM processes"
                                + " WHERE name = 'own'"))
                .containsExactly("own|/bin/sleep|10000||nobody|db web|5|65534|65534|1|integerintegerintegerinteger");
        assertThat(sql("SELECT name, log, status FROM processes WHERE id IN (4, 5)"))
                .containsExactly(
                        "migrate|" + pmond.logFile("migrate") + "|4", "paused|" + pmond.logFile("paused") + "|3");
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedAndLeftAsItIs() throws IOException {
        pmond.start();
        pmond.stop();
        sql("UPDATE pmon3_meta SET value = 99 WHERE key = 'schema_version'");
        byte[] before = Files.readAllBytes(pmond.database());
        Ran refused = pmond.startRefused().exited(1);
        assertThat(refused.err()).hasLineCount(1).contains(pmond.database() + ": a newer pmon3 wrote it (schema 99");
        assertThat(Files.readAllBytes(pmond.database())).isEqualTo(before);
    }
}
