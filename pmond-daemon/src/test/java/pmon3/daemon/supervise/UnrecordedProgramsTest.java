package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pmon3.daemon.kernel.Credentials;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.kernel.LogTarget;
import pmon3.daemon.kernel.SpawnOrder;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredProcess;
import pmon3.model.ProcessStatus;

/** A start from the database's backup, which does not know what was started after it was made. */
class UnrecordedProgramsTest {
    private static final int PID = 4242;
    private static final String ITS_LOG = World.definition("web").log();

    private final World world = new World();

    @ParameterizedTest
    @CsvSource({
        "/srv/web,web,/dev/null",
        "/usr/bin/python3.11,/usr/bin/python3 /srv/web,/home/alice/web.log",
        "/usr/bin/python3.11,web,/home/alice/web.log"
    })
    void oneWithItsNameAndProgramOrItsLogIsAdopted(String executable, String argv, String log) {
        lives(executable, argv, World.ALICE.uid(), log);
        ManagedProcess web = recovered(ProcessStatus.RUNNING, 0, true);
        assertThat(web.phase()).isEqualTo(Phase.RUNNING);
        assertThat(web.instance().pid()).isEqualTo(PID);
    }

    @Test
    void oneThatIsStoppedInTheBackupWasStartedLaterAndRunsOn() {
        lives("/srv/web", "web", World.ALICE.uid(), ITS_LOG);
        assertThat(recovered(ProcessStatus.STOPPED, 0, true).phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.kernel.signals()).isEmpty();
    }

    @Test
    void oneThatOnlyHasItsNameIsNeitherDoubledNorTouched() {
        lives("/usr/sbin/other", "web", World.ALICE.uid(), "/var/log/other.log");
        ManagedProcess web = recovered(ProcessStatus.RUNNING, 0, true);
        assertThat(web.phase()).isEqualTo(Phase.FAILED);
        assertThat(web.remark()).contains("pid " + PID);
    }

    @Test
    void oneThatOnlyWritesItsLogIsNotIt() {
        lives("/usr/bin/logger", "logger", World.ALICE.uid(), ITS_LOG);
        assertThat(recovered(ProcessStatus.STOPPED, 0, true).phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void oneProgramIsAdoptedByOneRowOnly() {
        lives("/srv/web", "web", World.ALICE.uid(), ITS_LOG);
        StoredFleet two = new StoredFleet(
                List.of(row(1, ProcessStatus.RUNNING, 0), row(2, ProcessStatus.RUNNING, 0)),
                List.of(),
                Map.of(),
                List.of());
        assertThat(recovery(true).recover(two))
                .extracting(recovered -> recovered.process().phase())
                .containsExactly(Phase.RUNNING, Phase.QUEUED);
    }

    @Test
    void aStoppedOneStaysSoWhoeverHasItsName() {
        lives("/usr/sbin/other", "web", World.ALICE.uid(), "/var/log/other.log");
        assertThat(recovered(ProcessStatus.STOPPED, 0, true).phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void anotherUsersProgramIsNotIt() {
        lives("/srv/web", "web", 4321, ITS_LOG);
        assertThat(recovered(ProcessStatus.RUNNING, 0, true).phase()).isEqualTo(Phase.QUEUED);
    }

    @Test
    void oneThatWasThereBeforeTheRowWasWrittenIsNotIt() {
        lives("/srv/web", "web", World.ALICE.uid(), ITS_LOG);
        assertThat(recovered(ProcessStatus.RUNNING, 2_100, true).phase()).isEqualTo(Phase.QUEUED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ProcessStatus.class,
            names = {"RUNNING", "STOPPED"})
    void nothingIsLookedForWhereTheDatabaseIsWhole(ProcessStatus status) {
        lives("/srv/web", "web", World.ALICE.uid(), ITS_LOG);
        assertThat(recovered(status, 0, false).phase())
                .isEqualTo(status == ProcessStatus.RUNNING ? Phase.QUEUED : Phase.STOPPED);
    }

    private void lives(String executable, String argv, int uid, String log) {
        SpawnOrder order = new SpawnOrder(
                0,
                executable,
                List.of(argv.split(" ")),
                List.of(),
                "/",
                new Credentials(uid, uid, List.of()),
                new LogTarget.Chosen(log));
        world.kernel.foreign(PID, PID, order);
    }

    /** What a row becomes that was written so long after that program was started. */
    private ManagedProcess recovered(ProcessStatus status, long laterMs, boolean fromBackup) {
        StoredFleet fleet = new StoredFleet(List.of(row(1, status, laterMs)), List.of(), Map.of(), List.of());
        return recovery(fromBackup).recover(fleet).get(0).process();
    }

    private Recovery recovery(boolean fromBackup) {
        return new Recovery(world.kernel, world.now(), Policy.of(world.settings), List.of(), fromBackup);
    }

    private StoredProcess row(long id, ProcessStatus status, long laterMs) {
        return new StoredProcess(
                id,
                World.definition("web"),
                FakeKernel.BOOTED_AT,
                world.kernel.facts(PID).orElseThrow().startedAt().plusMillis(laterMs),
                status,
                0,
                World.ALICE.uid(),
                World.ALICE.gid(),
                Optional.empty(),
                0,
                Optional.empty(),
                false);
    }
}
