package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pmond cannot work with ends it in one line; what it can go on without is told and left out. */
class BadStartTest {
    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private void refused(String... parts) {
        Ran ran = pmond.startRefused().exited(1);
        assertThat(ran.err().lines()).as(ran.toString()).hasSize(1);
        assertThat(ran.err()).startsWith("pmond: ").contains(parts);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void configThatCannotBeParsedIsRefusedWithFileAndLine() {
        pmond.configText("log_level: info\nwait: {cmd_exec_response: 5\n");
        refused(pmond.configFile() + ", line ");
        Ran client = pmond.run("ls").exited(1);
        assertThat(client.err()).contains(pmond.configFile() + ", line ");
        assertThat(client.err().lines()).hasSize(1);
    }

    @Test
    void configValueOfAnotherTypeIsRefusedWithItsKey() {
        pmond.configText(pmond.usualConfig() + "stop_timeout: soon\n");
        refused(pmond.configFile() + ", line ", "stop_timeout");
    }

    @Test
    void configThatOthersCanWriteIsRefusedByRoot() throws IOException {
        Root.required();
        pmond.start();
        pmond.stop();
        Files.setPosixFilePermissions(pmond.configFile(), PosixFilePermissions.fromString("rw-rw-rw-"));
        refused(pmond.configFile() + " can be written by others than root", "chmod go-w");
    }

    @Test
    void unknownKeyAndNumberOutOfRangeAreWarnings() {
        pmond.configText(pmond.usualConfig() + "nonsense: 1\nstop_timeout: -5\n");
        pmond.start();
        assertThat(pmond.pmondLog()).contains("nonsense").contains("stop_timeout");
    }

    @Test
    void configThatBreaksWhilePmondRunsLeavesTheOldOneInForce() throws IOException {
        pmond.start();
        Path good = Files.copy(pmond.configFile(), pmond.folder().resolve("good.yml"));
        pmond.configText("log_level: [\n");
        Ran ran = pmond.client("exec", "/bin/sleep", "--name", "web", "-a", "10000")
                .with("PMON3_CONF", good.toString())
                .run()
                .ok();
        assertThat(ran.err())
                .contains("the configuration before stays in force")
                .contains(pmond.configFile() + ", line ");
        assertThat(TableRow.parse(ran.out())).extracting(TableRow::status).containsExactly("running");
        assertThat(pmond.pmondLog()).contains("the configuration before stays in force");
    }

    @Test
    void brokenProcessConfigIsRefusedWithFileAndLine() {
        pmond.processConfig("{\"processes\": [\n  {\"file\": }\n]}");
        refused("process.config.json, line 2");
        pmond.processConfig("other.ini", "[x]\n");
        refused("other.ini", "its name must end with .json, .yaml or .toml");
    }

    @Test
    void entriesWithMistakesAreLeftOutAndLogged() {
        pmond.processConfig("""
                {"processes": [
                  {"file": "/bin/sleep", "name": "good", "args": "10000"},
                  {"file": "sleep", "name": "relative", "args": "10000"},
                  {"file": "/bin/sleep", "name": "needy", "args": "10000", "dependencies": ["relative"]},
                  {"file": "/bin/sleep", "name": "12", "args": "10000"},
                  {"file": "/bin/sleep", "name": "quoted", "args": "'"},
                  {"file": "/bin/sleep", "name": "stranger", "args": "10000", "user": "nosuchuser"}
                ]}
                """);
        pmond.start();
        pmond.awaitStatus("good", "running");
        assertThat(pmond.ls()).extracting(TableRow::name).containsExactly("good");
        assertThat(pmond.pmondLog())
                .contains("relative")
                .contains("needy")
                .contains("12")
                .contains("quoted")
                .contains("nosuchuser");
        Ran init = pmond.run("init").exited(1);
        assertThat(init.err())
                .contains("line 3: relative: file must be an absolute path, not 'sleep'")
                .contains("line 4: needy: depends on an entry that has a mistake")
                .contains("line 5: 12: process name '12' is digits only, which only ids may be")
                .contains("line 6: quoted: args: unbalanced quote ' at position 1");
        assertThat(init.err().lines()).hasSize(4);
        assertThat(pmond.ls()).hasSize(1);
    }

    @Test
    void dataDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(pmond.folder().resolve("file"), "");
        pmond.config("data.directory", file.resolve("data"));
        refused("cannot make the data directory " + file.resolve("data"), "Not a directory");
        pmond.config("data.directory", file);
        refused("cannot use " + file + ": it is not a directory");
    }

    @Test
    void dataDirectoryThatCannotBeWrittenIsRefused() {
        Root.required();
        try (PmondFixture his = PmondFixture.of("nobody")) {
            Path data = his.folderOf("root", "closed");
            his.config("data.directory", data);
            Ran ran = his.startRefused().exited(1);
            assertThat(ran.err())
                    .isEqualTo("pmond: cannot write to the data directory " + data
                            + ": check the mount, its owner and its mode, or set data.directory to another one\n");
        }
    }

    @Test
    void databaseThatIsNoneIsRefusedAndLeftAsItIs() throws IOException {
        Path data = Files.createDirectory(pmond.folder().resolve("data"));
        String text = "no database at all, but somebody's letter\n".repeat(200);
        Files.writeString(data.resolve("data.db"), text);
        refused("cannot open " + pmond.database() + ": it is not an SQLite database");
        assertThat(pmond.database()).hasContent(text);
    }

    @Test
    void databaseThatIsDamagedIsRefusedAndLeftAsItIs() throws IOException {
        byte[] bytes = damagedDatabase();
        Files.delete(pmond.folder().resolve("data/data.db.backup"));
        refused("cannot use " + pmond.database() + ": it is damaged");
        assertThat(pmond.database()).hasBinaryContent(bytes);
    }

    @Test
    void damagedDatabaseGivesWayToTheBackupOfPmondsEnd() throws IOException {
        damagedDatabase();
        pmond.start();
        assertThat(pmond.ls()).hasSize(1);
    }

    private byte[] damagedDatabase() throws IOException {
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "web", "-a", "10000").ok();
        pmond.stop();
        byte[] bytes = Files.readAllBytes(pmond.database());
        for (int at = 4096; at < bytes.length; at++) {
            bytes[at] = (byte) (at * 31);
        }
        Files.write(pmond.database(), bytes);
        return bytes;
    }

    @Test
    void secondPmondOfTheSameDataIsRefused() {
        pmond.start();
        refused("pmond is already running (pid " + pmond.pid() + ")");
        assertThat(pmond.run("ls").exit()).isZero();
    }

    @Test
    void clientSaysThatPmondMustRun() {
        Ran never = pmond.run("ls").exited(3);
        assertThat(never.err()).contains("pmond must be running");
        pmond.start();
        pmond.stop();
        Ran noMore = pmond.run("ls").exited(3);
        assertThat(noMore.err()).contains("pmond must be running");
        assertThat(noMore.err().lines()).hasSize(1);
        pmond.start();
        pmond.kill();
        for (String command : new String[] {"ls", "kill", "drop", "init", "reset"}) {
            Ran killed = pmond.run(command).exited(3);
            assertThat(killed.err()).contains("pmond must be running");
            assertThat(killed.out()).isEmpty();
        }
    }
}
