package pmon3.daemon.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pmon3.config.Settings;
import pmon3.daemon.kernel.FakeUserDirectory;
import pmon3.daemon.kernel.ScriptEnd;
import pmon3.daemon.kernel.ScriptOrder;
import pmon3.daemon.kernel.ScriptRunner;
import pmon3.daemon.launch.ChildEnvironment;
import pmon3.daemon.store.StoredGroup;
import pmon3.daemon.supervise.Announcement;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Moment;
import pmon3.daemon.supervise.Owner;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;

class EventScriptsTest {
    private static final int ALICE = 1000;
    private static final int INITIALIZATION_MS = 30_000;
    private static final Instant CREATED = Instant.parse("2026-11-22T21:41:37.122050100Z");

    private final BlockingQueue<ScriptOrder> orders = new LinkedBlockingQueue<>();
    private final AtomicLong ms = new AtomicLong(5_000);
    private final AtomicReference<Settings> settings = new AtomicReference<>(settings("/srv/restart -x 'two words'"));
    private final ScriptRunner runner = new ScriptRunner() {
        @Override
        public ScriptEnd run(ScriptOrder order, Output output) {
            orders.add(order);
            return new ScriptEnd.Ended(ProcessExit.exited(0));
        }

        @Override
        public void endAll() {}
    };
    private final EventScripts scripts = new EventScripts(
            settings::get,
            ms::get,
            runner,
            new EventScript.Surroundings(
                    ALICE,
                    new FakeUserDirectory().user("alice", ALICE, 27),
                    new ChildEnvironment(Map.of("PATH", "/bin", "PMON3_CONF", "/secret"))));

    @AfterEach
    void close() {
        scripts.close();
    }

    private static Settings settings(String restart) {
        Settings.Ownership ownership = new Settings.Ownership(Optional.empty(), Optional.empty(), 0775, 0660);
        return new Settings(
                "info",
                true,
                false,
                500,
                INITIALIZATION_MS,
                "/etc/pmon3/config/process.config.json",
                10_000,
                new Settings.Wait(1_500, 0, 1_000),
                new Settings.Place("/var/log/pmond", ownership),
                new Settings.Place("/etc/pmon3/data", ownership),
                new Settings.Queue(
                        "/dev/shm/",
                        "/dev/mqueue/",
                        "",
                        ownership,
                        Optional.empty(),
                        Optional.empty(),
                        List.of("shmem"),
                        new Settings.Tcp("127.0.0.1", 7637, "/etc/pmon3/config/tokens", "", "", "")),
                new Settings.Events(restart, "/srv/failure", "", 2_500),
                new Settings.Flap(false, 5, 120, 60));
    }

    private static ManagedProcess process(String name, String args) {
        ProcessDefinition definition = new ProcessDefinition(
                name, "/srv/web", args, "KEY='v w'", "bob", "/var/log/web.log", true, List.of("db", "cache"));
        return ManagedProcess.fresh(7, definition, new Owner(1001, 1002), new Moment(1, CREATED));
    }

    private ScriptOrder ordered() throws InterruptedException {
        return orders.poll(10, TimeUnit.SECONDS);
    }

    private ScriptOrder announced(Announcement announcement, ManagedProcess process) throws InterruptedException {
        ms.addAndGet(INITIALIZATION_MS);
        scripts.announce(announcement, process, List.of());
        return ordered();
    }

    @Test
    void theJsonHasTheGoProgramsKeysInItsOrder() {
        StoredGroup group = new StoredGroup(3, "site", CREATED, Instant.parse("2026-11-22T21:41:38Z"), 0);
        assertThat(ProcessJson.told(Announcement.PROCESS_FAILURE, process("web", "-p 80"), List.of(group))
                        .input())
                .isEqualTo("{\"created_at\":\"2026-11-22T21:41:37.1220501Z\","
                        + "\"updated_at\":\"2026-11-22T21:41:37.1220501Z\","
                        + "\"log\":\"/var/log/web.log\",\"name\":\"web\",\"process_file\":\"/srv/web\",\"args\":\"-p 80\","
                        + "\"env_vars\":\"KEY='v w'\",\"username\":\"bob\",\"memory_usage\":\"\",\"cpu_usage\":\"\","
                        + "\"dependencies\":\"db cache\",\"Groups\":[{\"ID\":0,"
                        + "\"CreatedAt\":\"2026-11-22T21:41:37.1220501Z\",\"UpdatedAt\":\"2026-11-22T21:41:38Z\","
                        + "\"DeletedAt\":null,\"name\":\"site\",\"Processes\":null,\"id\":3}],\"status\":4,\"id\":7,"
                        + "\"pid\":0,\"uid\":1001,\"gid\":1002,\"auto_restart\":true}");
    }

    @Test
    void theJsonIsTheLastArgumentAndTheInput() throws InterruptedException {
        ScriptOrder order = announced(Announcement.PROCESS_RESTART, process("it's \"$(touch pwned)\"\nx", ""));

        assertThat(order.file()).isEqualTo("/srv/restart");
        assertThat(order.argv())
                .startsWith("/srv/restart", "-x", "two words")
                .hasSize(4)
                .endsWith(order.input().replace("KEY='v w'", ""));
        assertThat(order.input())
                .contains("\"name\":\"it's \\\"$(touch pwned)\\\"\\nx\"")
                .doesNotContain("\n");
        assertThat(order.limit()).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void theArgumentThatEverybodyCanSeeHasNoVariables() throws InterruptedException {
        ScriptOrder order = announced(Announcement.PROCESS_FAILURE, process("web", ""));

        assertThat(order.input()).contains("\"env_vars\":\"KEY='v w'\"");
        assertThat(order.argv()).last().asString().contains("\"env_vars\":\"\"").doesNotContain("v w");
    }

    @Test
    void aScriptRunsAsPmondsUserWithTheEnvironmentOfAProcess() throws InterruptedException {
        ScriptOrder order = announced(Announcement.PROCESS_FAILURE, process("web", ""));

        assertThat(order.credentials().uid()).isEqualTo(ALICE);
        assertThat(order.credentials().groups()).containsExactly(ALICE, 27);
        assertThat(order.environment())
                .containsExactly("HOME=/home/alice", "LOGNAME=alice", "PATH=/bin", "SHELL=/bin/sh", "USER=alice");
    }

    @Test
    void moreThanAnArgumentMayHoldIsOnlyInTheInput() throws InterruptedException {
        int rest = ProcessJson.told(Announcement.PROCESS_RESTART, process("web", ""), List.of())
                .argument()
                .getBytes(StandardCharsets.UTF_8)
                .length;
        int longest = EventScript.ARGUMENT_LIMIT_BYTES - 1 - rest;

        ScriptOrder fits = announced(Announcement.PROCESS_RESTART, process("web", "x".repeat(longest)));
        assertThat(fits.argv()).hasSize(4);
        ScriptOrder tooLong = announced(Announcement.PROCESS_RESTART, process("web", "x".repeat(longest + 1)));
        assertThat(tooLong.argv()).hasSize(3);
        assertThat(tooLong.input()).contains("x".repeat(longest + 1));
    }

    @Test
    void noneRunsInTheInitializationPeriodNorWhereNoneIsNamed() throws InterruptedException {
        ms.addAndGet(INITIALIZATION_MS - 1);
        scripts.announce(Announcement.PROCESS_FAILURE, process("early", ""), List.of());
        ms.incrementAndGet();
        scripts.announce(Announcement.PROCESS_BACKOFF, process("unnamed", ""), List.of());
        scripts.announce(Announcement.PROCESS_FAILURE, process("late", ""), List.of());

        assertThat(ordered().input()).contains("\"name\":\"late\"");
    }

    @Test
    void aReloadChangesTheNext() throws InterruptedException {
        settings.set(settings("/srv/another"));
        assertThat(announced(Announcement.PROCESS_RESTART, process("web", "")).file())
                .isEqualTo("/srv/another");
    }

    @Test
    void aLineThatCannotBeSplitRunsNothingAndTheNextDoes() throws InterruptedException {
        ms.addAndGet(INITIALIZATION_MS);
        settings.set(settings("/srv/another 'open"));
        scripts.announce(Announcement.PROCESS_RESTART, process("web", ""), List.of());
        scripts.announce(Announcement.PROCESS_FAILURE, process("web", ""), List.of());

        assertThat(ordered().file()).isEqualTo("/srv/failure");
    }
}
