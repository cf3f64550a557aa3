package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmon3.daemon.kernel.Credentials;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.kernel.LogTarget;
import pmon3.daemon.kernel.SpawnOrder;
import pmon3.daemon.store.SqliteStore;
import pmon3.daemon.store.StoreAccess;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredProcess;
import pmon3.model.ProcessStatus;

/** Rows that the Go program left: a bare pid, to be believed only as far as it can be. */
class GoRowsTest {
    private static final int PID = 4242;

    private final World world = new World();

    @ParameterizedTest
    @CsvSource({
        "/srv/web,web",
        "/usr/bin/python3.11,web",
        "/srv/web,/srv/web",
        "/usr/bin/python3.11,python3 -u /srv/web --port 80"
    })
    void aProgramWithItsNameOrItsFileIsAdopted(String executable, String argv) {
        lives(executable, argv, World.ALICE.uid());
        startsWith(ProcessStatus.RUNNING, 0);
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(world.pid("web")).isEqualTo(PID);
        assertThat(world.row("web").identity().map(identity -> identity.pid())).contains(PID);
        assertThat(world.kernel.orders()).isEmpty();
    }

    @Test
    void whatWasAdoptedIsSupervised() {
        lives("/srv/web", "web", World.ALICE.uid());
        startsWith(ProcessStatus.RUNNING, 0);
        world.pass(10_000);
        world.kill("web");
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.STARTING);
    }

    @Test
    void aCopyThatCannotBeToldFromAStrangerIsNeitherDoubledNorTouched() {
        lives("/usr/bin/editor", "editor notes", World.ALICE.uid());
        startsWith(ProcessStatus.RUNNING, 0);
        world.pass(60_000);
        assertThat(world.phase("web")).isEqualTo(Phase.FAILED);
        assertThat(world.process("web").remark()).contains("pid " + PID);
        assertThat(world.kernel.orders()).isEmpty();
        assertThat(world.kernel.signals()).isEmpty();
        world.restart("web");
        world.pass(1_000);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void theDoubtOutlivesPmond() {
        lives("/usr/bin/editor", "editor notes", World.ALICE.uid());
        startsWith(ProcessStatus.RUNNING, 0);
        world.pass(10_000);
        world.crashAndStart();
        world.pass(10_000);
        assertThat(world.phase("web")).isEqualTo(Phase.FAILED);
        assertThat(world.kernel.orders()).isEmpty();
    }

    @Test
    void whatWasStoppedStaysSoWhoeverHasItsNumber() {
        lives("/usr/bin/editor", "editor notes", World.ALICE.uid());
        startsWith(ProcessStatus.STOPPED, 0);
        world.pass(10_000);
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPED);
        assertThat(world.kernel.signals()).isEmpty();
    }

    @Test
    void anotherUsersProcessIsNotIt() {
        lives("/srv/web", "web", 4321);
        startsWith(ProcessStatus.RUNNING, 0);
        world.pass(1_000);
        assertThat(world.pid("web")).isNotEqualTo(PID).isNotZero();
        assertThat(world.kernel.signals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1900,true", "2100,false"})
    void oneThatStartedAfterItsRowWasWrittenIsNotIt(long laterMs, boolean adopted) {
        lives("/srv/web", "web", World.ALICE.uid());
        startsWith(ProcessStatus.RUNNING, laterMs);
        world.pass(1_000);
        assertThat(world.pid("web") == PID).isEqualTo(adopted);
    }

    @Test
    void theFixturesProcessesAreTakenOver(@TempDir Path directory) throws IOException {
        StoredFleet fixture = fixture(directory);
        Recovery recovery = new Recovery(world.kernel, world.now(), Policy.of(world.settings), List.of());
        List<Recovery.Recovered> recovered = recovery.recover(fixture);
        assertThat(recovered).hasSameSizeAs(fixture.processes()).isNotEmpty();
        for (int i = 0; i < recovered.size(); i++) {
            StoredProcess row = fixture.processes().get(i);
            ManagedProcess process = recovered.get(i).process();
            assertThat(process.definition()).isEqualTo(row.definition());
            assertThat(process.phase()).as("%s", row).isEqualTo(expected(row));
        }
    }

    private static Phase expected(StoredProcess row) {
        return switch (row.status()) {
            case STOPPED -> Phase.STOPPED;
            case QUEUED, INIT, RESTARTING, CLOSED -> Phase.QUEUED;
            case RUNNING, FAILED, BACKOFF -> row.definition().autoRestart() ? Phase.QUEUED : Phase.FAILED;
        };
    }

    private static StoredFleet fixture(Path directory) throws IOException {
        try (InputStream in = SqliteStore.class.getResourceAsStream("pmon3-1.18.3-data.db")) {
            Files.copy(in, directory.resolve("data.db"));
        }
        int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        StoreAccess access = new StoreAccess(uid, 0770, 0660, OptionalInt.empty());
        try (SqliteStore store = SqliteStore.open(directory, access, InstantSource.system())) {
            return store.load();
        }
    }

    /** A process that somebody else started, with this number. */
    private void lives(String executable, String argv, int uid) {
        SpawnOrder order = new SpawnOrder(
                0,
                executable,
                List.of(argv.split(" ")),
                List.of(),
                "/",
                new Credentials(uid, uid, List.of()),
                new LogTarget.Chosen("/dev/null"));
        world.kernel.foreign(PID, PID, order);
    }

    /** A row of the Go program that was written so long before that process started. */
    private void startsWith(ProcessStatus status, long writtenBeforeMs) {
        Instant written = world.kernel.facts(PID).orElseThrow().startedAt().minusMillis(writtenBeforeMs);
        world.store.commit(List.of(new StoreChange.PutProcess(new StoredProcess(
                1,
                World.definition("web"),
                FakeKernel.BOOTED_AT,
                written,
                status,
                PID,
                World.ALICE.uid(),
                World.ALICE.gid(),
                Optional.empty(),
                0,
                Optional.empty(),
                false))));
        world.crash();
        world.start();
    }
}
