package pmon3.daemon.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.config.ConfigPaths;
import pmon3.config.Settings;
import pmon3.config.SettingsLoader;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.kernel.FakeUserDirectory;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.kernel.LogTarget;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.daemon.kernel.SpawnOrder;
import pmon3.daemon.kernel.UserThreads;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;
import pmon3.daemon.supervise.Owner;
import pmon3.model.ProcessDefinition;

/** What the kernel is asked to spawn for a definition. */
class AccountStarterTest {
    @TempDir
    Path folder;

    private final FakeKernel kernel = new FakeKernel();
    private final FakeUserDirectory users = new FakeUserDirectory().user("alice", 1000, 2000);
    private final List<String> failures = new ArrayList<>();
    private final FakeThreads threads = new FakeThreads();
    private AccountStarter starter;
    private Settings settings;
    private long lastId;

    @BeforeEach
    void build() throws IOException {
        Path config = folder.resolve("config.yml");
        Files.writeString(config, "logs:\n  directory: " + folder.resolve("log") + "\n");
        Map<String, String> environment = Map.of("PMON3_CONF", config.toString());
        settings = SettingsLoader.load(ConfigPaths.system(environment), environment)
                .settings();
        starter = new AccountStarter(
                kernel,
                users,
                new ChildEnvironment(Map.of("PATH", "/bin")),
                () -> settings,
                threads,
                (ticket, reason) -> failures.add(reason));
    }

    @Test
    void theOrderIsTheDefinitionSplitAndTheUserLookedUp() {
        SpawnOrder order = started("/srv/app/web", "-p '80 81' x", "KEY='a b'", "/chosen.log");
        assertThat(order.file()).isEqualTo("/srv/app/web");
        assertThat(order.argv()).containsExactly("web", "-p", "80 81", "x");
        assertThat(order.directory()).isEqualTo("/srv/app");
        assertThat(order.environment()).contains("KEY=a b", "HOME=/home/alice", "PATH=/bin");
        assertThat(order.credentials().uid()).isEqualTo(1000);
        assertThat(order.credentials().groups()).containsExactly(1000, 2000);
        assertThat(order.log()).isEqualTo(new LogTarget.Chosen("/chosen.log"));
    }

    @Test
    void onlyTheLogThatIsPmondsOwnIsOpenedByPmond() {
        String own = OwnLogs.path(folder.resolve("log").toString(), "web");
        assertThat(started("/srv/web", "", "", own).log()).isInstanceOf(LogTarget.Own.class);
        String beside = folder.resolve("log/other.log").toString();
        assertThat(started("/srv/web", "", "", beside).log()).isInstanceOf(LogTarget.Chosen.class);
    }

    @Test
    void rowsOfTheGoProgramWithOpenQuotesAreSplitItsWay() {
        assertThat(started("/srv/web", "say it's fine", "", "/l").argv()).containsExactly("web", "say", "it's", "fine");
    }

    @Test
    void aUserWhoIsGoneOrHasAnotherNumberNowFailsTheStart() {
        users.user("alice", 1234);
        starter.start(process("/srv/web", "", "", "/l"));
        users.remove("alice");
        starter.start(process("/srv/web", "", "", "/l"));
        assertThat(failures).hasSize(2);
        assertThat(failures.get(0)).contains("uid 1234", "uid 1000");
        assertThat(failures.get(1)).isEqualTo("no such user: alice");
        assertThat(kernel.orders()).isEmpty();
    }

    @Test
    void aUserDatabaseThatDoesNotAnswerFailsTheStart() {
        users.fallSilent();
        starter.start(process("/srv/web", "", "", "/l"));
        assertThat(failures).hasSize(1);
    }

    @Test
    void onlyPmondsOwnLogIsDiscarded() {
        starter.discardLog(process("/srv/web", "", "", "/chosen.log"));
        assertThat(kernel.discardedLogs()).isEmpty();
        String own = OwnLogs.path(folder.resolve("log").toString(), "web");
        starter.discardLog(process("/srv/web", "", "", own));
        assertThat(kernel.discardedLogs()).containsExactly(own);
    }

    @Test
    void startsOfOneOwnerThatHangHoldUpNobodyElses() throws Exception {
        users.user("root", 0).user("mallory", 6666);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(2);
        try (UserThreads threads = AccountStarter.threads()) {
            AccountStarter inThreads = new AccountStarter(
                    kernel,
                    users,
                    new ChildEnvironment(Map.of()),
                    () -> settings,
                    (user, work, refused) -> threads.execute(
                            user,
                            () -> {
                                if (user.equals(OptionalInt.of(6666))) {
                                    awaitQuietly(end);
                                }
                                work.run();
                                others.countDown();
                            },
                            refused),
                    (ticket, reason) -> failures.add(reason));
            for (int number = 0; number < 50; number++) {
                inThreads.start(process("mallory", 6666));
            }
            inThreads.start(process("alice", 1000));
            inThreads.start(process("root", 0));

            assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(kernel.orders())
                    .extracting(order -> order.credentials().uid())
                    .containsExactlyInAnyOrder(1000, 0);
            end.countDown();
        }
    }

    @Test
    void whatIsLookedUpForAStartCountsAsItsOwners() {
        List<OptionalInt> asked = new ArrayList<>();
        users.onQuestion(() -> asked.add(OnBehalf.uid()));
        starter.start(process("alice", 1000));
        assertThat(asked).isNotEmpty().containsOnly(OptionalInt.of(1000));
    }

    @Test
    void aStartForWhichThereIsNoThreadFails() {
        UserThreads threads = AccountStarter.threads();
        threads.close();
        new AccountStarter(
                        kernel,
                        users,
                        new ChildEnvironment(Map.of()),
                        () -> settings,
                        threads::execute,
                        (ticket, reason) -> failures.add(reason))
                .start(process("/srv/web", "", "", "/l"));
        assertThat(failures).singleElement().asString().startsWith("pmond has no thread for it");
    }

    @Test
    void aStartThatIsCalledOffWhileItWaitsNeverComesToTheKernel() {
        ManagedProcess process = process("alice", 1000);
        threads.hold();
        starter.start(process);
        starter.callOff(process.ticket());
        assertThat(failures).containsExactly(Kernel.CALLED_OFF);
        assertThat(threads.waiting()).isZero();
    }

    /** Its thread waits for the user database and cannot be taken back. */
    @Test
    void aStartThatIsCalledOffWhileItIsPreparedNeverComesToTheKernel() {
        ManagedProcess process = process("alice", 1000);
        users.onQuestion(() -> starter.callOff(process.ticket()));
        starter.start(process);
        assertThat(failures).containsExactly(Kernel.CALLED_OFF);
        assertThat(kernel.orders()).isEmpty();
    }

    private SpawnOrder started(String file, String args, String variables, String log) {
        starter.start(process(file, args, variables, log));
        List<SpawnOrder> orders = kernel.orders();
        return orders.get(orders.size() - 1);
    }

    private static ManagedProcess process(String file, String args, String variables, String log) {
        ProcessDefinition definition =
                new ProcessDefinition("web", file, args, variables, "alice", log, true, List.of());
        return ManagedProcess.fresh(1, definition, new Owner(1000, 1000), new Moment(0, Instant.EPOCH));
    }

    private ManagedProcess process(String user, int uid) {
        ProcessDefinition definition = new ProcessDefinition("web", "/srv/web", "", "", user, "/l", true, List.of());
        return ManagedProcess.fresh(++lastId, definition, new Owner(uid, uid), new Moment(0, Instant.EPOCH));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
