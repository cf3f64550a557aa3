package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary users before a root pmond: they see all, and rule over what is theirs. */
class OwnershipTest {
    private static final String USER = "nobody";
    private static final String SECRET = "KEY=secret-of-root";

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private TableRow roots;

    @BeforeEach
    void rootHasAProcess() {
        Root.required();
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "roots", "-a", "10000", "-e", SECRET)
                .ok();
        roots = pmond.row("roots").orElseThrow();
    }

    private Ran his(String... words) {
        return pmond.runAs(USER, words);
    }

    private void assertUntouched() {
        TableRow now = pmond.row("roots").orElseThrow();
        assertThat(now.pid()).isEqualTo(roots.pid());
        assertThat(now.status()).isEqualTo("running");
    }

    @Test
    void everybodySeesAllButOthersVariables() {
        assertThat(TableRow.parse(his("ls").ok().out()))
                .extracting(TableRow::name)
                .containsExactly("roots");
        assertThat(his("desc", "roots").ok().out()).contains("roots").doesNotContain("secret");
        assertThat(pmond.run("desc", "roots").ok().out()).contains(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "restart", "start", "del", "reset"})
    void nobodyActsOnWhatIsAnothers(String command) {
        for (String target : List.of("roots", "1")) {
            Ran ran = his(command, target).exited(4);
            assertThat(ran.err()).contains("roots belongs to root");
            assertThat(ran.out()).isEmpty();
        }
        assertUntouched();
    }

    @Test
    void nobodyBecomesAnotherUser() {
        Ran root = his("exec", "/bin/sleep", "--name", "x", "-u", "root").exited(4);
        assertThat(root.err()).contains("cannot set process user to root without sudo");
        Ran games = his("exec", "/bin/sleep", "--name", "x", "-u", "games").exited(4);
        assertThat(games.err()).contains("games");
        his("exec", "/bin/sleep", "--name", "roots").exited(4);
        his("exec", "/bin/sleep", "--name", "x", "-d", "roots").exited(4);
        assertThat(pmond.ls()).hasSize(1);
        assertUntouched();
    }

    @Test
    void everybodyRunsHisOwn() {
        Ran exec = his("exec", "/bin/sleep", "--name", "his", "-a", "10001").ok();
        assertThat(TableRow.parse(exec.out())).extracting(TableRow::user).containsExactly("root", USER);
        TableRow first = pmond.row("his").orElseThrow();
        assertThat(Proc.of(first.pid()).orElseThrow().uid()).isNotEqualTo(java.util.Optional.of(0));
        his("restart", "his").ok();
        his("reset").ok();
        his("desc", "his").ok();
        his("log", "his").ok();
        Ran both = his("stop", "roots", "his").exited(4);
        assertThat(TableRow.parse(both.out())).extracting(TableRow::name).containsExactly("his");
        assertThat(pmond.row("his").orElseThrow().status()).isEqualTo("stopped");
        his("init").ok();
        pmond.awaitStatus("his", "running");
        his("kill").ok();
        assertThat(pmond.row("his").orElseThrow().status()).isEqualTo("stopped");
        his("drop").ok();
        assertThat(pmond.ls()).extracting(TableRow::name).containsExactly("roots");
        assertUntouched();
        assertThat(his("kill").exited(1).err()).isEqualTo("could not find running processes\n");
        assertThat(his("drop").exited(1).err()).isEqualTo("there are no processes\n");
    }

    @Test
    void logsAreReadWithTheReadersOwnRights() {
        Ran ran = his("log", "roots").exited(4);
        assertThat(ran.err()).contains(pmond.logFile("roots").toString());
        assertThat(ran.out()).isEmpty();
        his("logf", "roots").exited(4);
    }

    @Test
    void rootlessPmondServesItsUserAlone() {
        try (PmondFixture own = PmondFixture.of(USER)) {
            own.start();
            own.run("exec", "/bin/sleep", "-a", "10000").ok();
            TableRow row = own.row("sleep").orElseThrow();
            assertThat(row.user()).isEqualTo(USER);
            assertThat(own.run("exec", "/bin/sleep", "--name", "x", "-u", "games")
                            .exit())
                    .isNotZero();
            assertThat(own.runAs("games", "ls").exit()).isIn(3, 4);
            Proc.signal(row.pid(), Proc.SIGKILL);
            own.awaitRow("sleep", "runs again", now -> now.status().equals("running") && now.pid() != row.pid());
            own.run("drop").ok();
            assertThat(own.living()).isEmpty();
        }
    }
}
