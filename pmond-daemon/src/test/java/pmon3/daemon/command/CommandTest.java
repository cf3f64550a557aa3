package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.store.StoreException;
import pmon3.daemon.supervise.Owner;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;

/** What commands answer and leave behind. */
class CommandTest {
    private static final int ROOT = CommandWorld.ROOT;

    @TempDir
    Path folder;

    private CommandWorld world;

    @BeforeEach
    void begin() throws IOException {
        world = new CommandWorld(folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void execAnswersWithTheWholeListOnceItRuns() {
        world.exec(ROOT, "db", "alice");
        Answered answered = world.exec(ROOT, "web", "alice");
        assertThat(answered.status()).isZero();
        assertThat(answered.names()).containsExactly("db", "web");
        assertThat(world.process("web").shownStatus()).isEqualTo("running");
    }

    @Test
    void execOfWhatRunsIsRefusedInTheOldWords() {
        world.exec(ROOT, "web", "alice");
        Answered answered = world.exec(ROOT, "web", "alice");
        assertThat(answered.status()).isEqualTo(1);
        assertThat(answered.text()).isEqualTo("process already running with the name provided: web");
    }

    @Test
    void execOfANameWithAnotherFileIsRefused() {
        world.exec(ROOT, "web", "alice");
        Answered answered = world.ask(ROOT, new Request.Exec("/srv/other", Optional.of("web"), DefinitionChange.NONE));
        assertThat(answered.status()).isEqualTo(1);
        assertThat(answered.text()).isEqualTo("the name web belongs to /srv/web");
    }

    @Test
    void execOfWhatIsStoppedStartsItAgainWithTheFlagsThatWereGiven() {
        world.exec(ROOT, "web", "alice");
        world.ask(ROOT, new Request.Stop(List.of("web"), true));
        world.ask(ROOT, new Request.Exec("/srv/web", Optional.of("web"), CommandWorld.withArgs("--fast")));
        assertThat(world.process("web").definition().args()).isEqualTo("--fast");
        assertThat(world.process("web").definition().username()).isEqualTo("alice");
        assertThat(world.process("web").shownStatus()).isEqualTo("running");
    }

    @Test
    void execOfWhatEndsAtOnceSaysSoAndKeepsTheRow() {
        world.kernel.program("/srv/web", FakeProgram.endsAtOnce(ProcessExit.exited(3)));
        Answered answered = world.exec(ROOT, "web", "alice");
        assertThat(answered.status()).isEqualTo(1);
        assertThat(answered.text()).startsWith("web ended at once (exit code 3); log: ");
        assertThat(world.all()).hasSize(1);
    }

    @Test
    void execOfWhatCannotStartLeavesNoRow() {
        world.kernel.program("/srv/web", FakeProgram.fails("/srv/web: permission denied"));
        Answered answered = world.exec(ROOT, "web", "alice");
        assertThat(answered.status()).isEqualTo(1);
        assertThat(answered.text()).isEqualTo("web could not be started: /srv/web: permission denied");
        assertThat(answered.names()).isEmpty();
        assertThat(world.all()).isEmpty();
    }

    /** As every table: by id, whatever was asked first. */
    @Test
    void stopAndDelShowTheirRowsInTheSameOrder() {
        world.exec(ROOT, "web", "alice");
        world.exec(ROOT, "db", "alice");
        assertThat(world.ask(ROOT, new Request.Stop(List.of("db", "web"), true)).names())
                .containsExactly("web", "db");
        assertThat(world.ask(ROOT, new Request.Delete(List.of("db", "web"), false))
                        .names())
                .containsExactly("web", "db");
    }

    @Test
    void descSaysWhyAStartTakesLong() {
        world.kernel.program("/srv/web", FakeProgram.neverReady());
        world.exec(ROOT, "db", "alice");
        world.look(fleet -> fleet.create(
                new ProcessDefinition("web", "/srv/web", "", "", "alice", "/l", true, List.of()),
                new Owner(1000, 1000)));
        world.pass(Duration.ofSeconds(12));
        assertThat(remark("web"))
                .containsPattern("^starting for 1\\d s: it waits for its turn, or for its user, folder,");
        assertThat(remark("db")).isEmpty();
    }

    private String remark(String name) {
        return world.done(new Request.Describe(List.of(name))).replies().stream()
                .filter(Reply.Details.class::isInstance)
                .map(reply -> ((Reply.Details) reply).details().remark())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatCannotBeStoredIsRefused() {
        world.exec(ROOT, "web", "alice");
        world.store.failAll(new StoreException("disk full", null));
        Answered stop = world.ask(ROOT, new Request.Stop(List.of("web"), false));
        assertThat(stop.status()).isEqualTo(1);
        assertThat(stop.text()).isEqualTo("web is as it was: disk full");
        Answered reset = world.ask(ROOT, new Request.Reset(List.of("web")));
        assertThat(reset.text()).contains("not stored yet");
        assertThat(world.process("web").shownStatus()).isEqualTo("running");
    }

    @Test
    void whatIsNotStoredYetIsSaid() {
        world.exec(ROOT, "web", "alice");
        world.ask(ROOT, new Request.Stop(List.of("web"), true));
        world.store.failAll(new StoreException("disk full", null));
        Answered del = world.ask(ROOT, new Request.Delete(List.of("web"), false));
        assertThat(del.status()).isEqualTo(1);
        assertThat(del.text()).contains("not stored yet", "disk full");
    }

    @Test
    void whoAsksWhileTheStoreHangsIsAnsweredAndLsSaysWhatIsNotStored() {
        world.exec(ROOT, "web", "alice");
        world.hangStore();
        Answered stop = world.ask(ROOT, new Request.Stop(List.of("web"), false));
        assertThat(stop.status()).isEqualTo(1);
        assertThat(stop.text()).isEqualTo("web is as it was: the database has not answered for 2 s; see pmond's log");
        Answered exec = world.exec(ROOT, "db", "alice");
        assertThat(exec.text()).isEqualTo("db is as it was: the database has not answered for 2 s; see pmond's log");
        Answered reset = world.ask(ROOT, new Request.Reset(List.of("web")));
        assertThat(reset.status()).isEqualTo(1);
        assertThat(reset.text()).contains("done, but not stored yet");
        assertThat(world.process("web").shownStatus()).isEqualTo("running");
        assertThat(world.ask(ROOT, new Request.ListProcesses()).text())
                .isEqualTo("not stored yet: web; see pmond's log");
        world.unhangStore();
        world.await(
                "all is stored",
                () -> world.ask(ROOT, new Request.ListProcesses()).text().isEmpty());
    }

    @Test
    void theSameExecTwentyTimesAtOnceIsDoneOnce() throws Exception {
        List<Answered> answers = twentyTimes(() -> world.exec(ROOT, "web", "alice"));
        assertThat(answers).filteredOn(answered -> answered.status() == 0).hasSize(1);
        assertThat(world.all()).hasSize(1);
        assertThat(world.kernel.orders()).hasSize(1);
    }

    @Test
    void theSameRestartTwentyTimesAtOnceIsAnsweredTwentyTimes() throws Exception {
        world.exec(ROOT, "web", "alice");
        Request restart = new Request.Restart(List.of("web"), true, DefinitionChange.NONE);
        List<Answered> answers = twentyTimes(() -> world.ask(ROOT, restart));
        assertThat(answers).hasSize(20).allMatch(answered -> answered.status() == 0);
        assertThat(world.kernel.entries()).hasSize(1);
    }

    private static List<Answered> twentyTimes(Callable<Answered> command) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Answered> answers = new ArrayList<>();
            for (Future<Answered> one : threads.invokeAll(Collections.nCopies(20, command))) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void unknownNamesAreReportedAndTheOthersActedOn() {
        world.exec(ROOT, "web", "alice");
        Answered answered = world.ask(ROOT, new Request.Stop(List.of("nope", "web", "web"), false));
        assertThat(answered.status()).isEqualTo(5);
        assertThat(answered.text()).isEqualTo("process (nope) does not exist");
        assertThat(answered.names()).containsExactly("web");
    }

    @Test
    void restartOfANameThatOnlyTheConfigKnowsStartsIt() throws IOException {
        Files.writeString(
                world.processConfig(),
                "{\"processes\": [{\"name\": \"web\", \"file\": \"/srv/web\", \"user\": \"alice\"}]}");
        Answered answered = world.ask(ROOT, new Request.Restart(List.of("web"), true, DefinitionChange.NONE));
        assertThat(answered.status()).as(answered.text()).isZero();
        assertThat(world.process("web").shownStatus()).isEqualTo("running");
    }

    @Test
    void initStartsWhatIsNotRunningAndRestartsNothing() throws IOException {
        world.exec(ROOT, "db", "alice");
        world.exec(ROOT, "old", "alice");
        world.ask(ROOT, new Request.Stop(List.of("old"), true));
        int pid = world.process("db").shownPid();
        Files.writeString(
                world.processConfig(),
                "{\"processes\": [{\"name\": \"db\", \"file\": \"/srv/db\", \"user\": \"alice\", \"args\": \"-x\"},"
                        + " {\"name\": \"web\", \"file\": \"/srv/web\", \"user\": \"alice\", \"groups\": [\"blue\"]}]}");
        Answered answered = world.ask(ROOT, new Request.Init(false, false));
        assertThat(answered.status()).as(answered.text()).isZero();
        assertThat(world.process("db").shownPid()).isEqualTo(pid);
        assertThat(world.process("db").definition().args()).isEqualTo("-x");
        assertThat(world.process("web").shownStatus()).isEqualTo("running");
        assertThat(world.process("old").shownStatus()).isEqualTo("running");
        assertThat(world.store.load().groups()).hasSize(1);
    }

    @Test
    void delWarnsOfDependants() {
        world.exec(ROOT, "db", "alice");
        world.ask(ROOT, new Request.Exec("/srv/web", Optional.of("web"), CommandWorld.dependingOn("db")));
        Answered answered = world.ask(ROOT, new Request.Delete(List.of("db"), false));
        assertThat(answered.status()).isZero();
        assertThat(answered.text()).contains("db is deleted, but web depends on it");
    }

    @Test
    void dependenciesThatAreUnknownOrGoInACircleAreRefusedWithTheNames() {
        Request unknown = new Request.Exec("/srv/web", Optional.of("web"), CommandWorld.dependingOn("nope"));
        assertThat(world.ask(ROOT, unknown).text()).contains("web depends on nope");
        world.exec(ROOT, "a", "alice");
        world.ask(ROOT, new Request.Exec("/srv/b", Optional.of("b"), CommandWorld.dependingOn("a")));
        Request circle = new Request.Restart(List.of("a"), true, CommandWorld.dependingOn("b"));
        assertThat(world.ask(ROOT, circle).text()).contains("a", "b", "circle");
        assertThat(world.process("a").definition().dependencies()).isEmpty();
    }

    @Test
    void describeHidesTheEnvironmentOfOthers() {
        world.exec(ROOT, "web", "alice");
        world.ask(ROOT, new Request.Restart(List.of("web"), false, environment("TOKEN=secret")));
        assertThat(environmentSeenBy(ROOT)).isEqualTo("TOKEN=secret");
        assertThat(environmentSeenBy(CommandWorld.ALICE)).isEqualTo("TOKEN=secret");
        assertThat(environmentSeenBy(CommandWorld.OLGA)).isEqualTo("TOKEN=secret");
        assertThat(environmentSeenBy(CommandWorld.BOB)).isEmpty();
    }

    private String environmentSeenBy(int uid) {
        return world.ask(uid, new Request.Describe(List.of("web"))).replies().stream()
                .filter(Reply.Details.class::isInstance)
                .map(reply -> ((Reply.Details) reply).details().envVars())
                .findFirst()
                .orElseThrow();
    }

    private static DefinitionChange environment(String words) {
        return new DefinitionChange(
                Optional.empty(),
                Optional.of(words),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
