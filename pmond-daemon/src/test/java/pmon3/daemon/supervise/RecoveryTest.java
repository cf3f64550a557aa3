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
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.kernel.LogTarget;
import pmon3.daemon.kernel.ProcessIdentity;
import pmon3.daemon.kernel.SpawnOrder;
import pmon3.daemon.store.LastExit;
import pmon3.daemon.store.StoreChange;
import pmon3.daemon.store.StoredFleet;
import pmon3.daemon.store.StoredProcess;
import pmon3.model.ProcessDefinition;
import pmon3.model.ProcessExit;
import pmon3.model.ProcessStatus;

/** pmond is killed and starts again: who lives is adopted and never doubled, what was asked is carried through. */
class RecoveryTest {
    private final World world = new World();

    @Test
    void whatRunsIsAdoptedWithItsPidAndSupervisedAsBefore() {
        world.running("web");
        int pid = world.pid("web");
        world.crashAndStart();
        world.pass(1_000);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(world.pid("web")).isEqualTo(pid);
        assertThat(world.instances("web")).isEqualTo(1);
        world.kill("web");
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.STARTING);
        assertThat(world.process("web").lastExit()).map(LastExit::exit).contains(ProcessExit.signaled(9));
    }

    /** Linux before 6.15. */
    @Test
    void howAnAdoptedOneEndedMayBeUnknown() {
        world.kernel.tellExits(false);
        world.running("web");
        world.crashAndStart();
        world.kill("web");
        world.settle();
        assertThat(world.process("web").lastExit()).map(LastExit::exit).contains(ProcessExit.UNKNOWN);
    }

    @Test
    void oneThatWasAdoptedIsStoppedWithAllItsChildren() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(2).ignoringTerm());
        world.running("web");
        world.crashAndStart();
        Settlement stop = world.stop("web");
        world.pass(10_200);
        assertThat(World.isDone(stop)).isTrue();
        assertThat(world.alive("web")).isEmpty();
    }

    @Test
    void theOrderOfAStopSurvives() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(1).ignoringTerm());
        world.running("db").running("cache", "db").running("web", "cache");
        world.fleet().stop(List.of(1L, 2L, 3L), Goal.STOP, false);
        world.settle();
        world.crashAndStart();
        world.pass(1_000);
        assertThat(List.of(world.phase("db"), world.phase("cache"), world.phase("web")))
                .containsExactly(Phase.HOLDING, Phase.HOLDING, Phase.STOPPING);
        assertThat(world.alive("db")).hasSize(1);
        assertThat(world.alive("cache")).hasSize(1);
        world.pass(10_200);
        assertThat(List.of(world.phase("db"), world.phase("cache"), world.phase("web")))
                .containsOnly(Phase.STOPPED);
        assertThat(world.kernel.entries()).isEmpty();
    }

    /** Rows that an older pmond, or the Go program, let depend on each other. */
    @Test
    void thoseThatDependOnEachOtherDoNotWaitForEachOther() {
        world.create("db", "web");
        world.create("web", "db");
        world.pass(10_000);
        world.fleet().stop(List.of(1L, 2L), Goal.STOP, false);
        while (world.hasSubmissions()) {
            world.commitOne();
        }
        world.crashAndStart();
        world.pass(1_000);
        assertThat(List.of(world.phase("db"), world.phase("web"))).containsOnly(Phase.STOPPED);
    }

    @Test
    void whatIsLeftOfADeadLeaderIsEndedBeforeItsTurn() {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(1).ignoringTerm());
        world.kernel.program("/srv/db", FakeProgram.lives().withChildren(1));
        world.running("db").running("web", "db");
        int leader = world.pid("db");
        world.fleet().stop(List.of(1L, 2L), Goal.STOP, false);
        world.settle();
        world.crash();
        world.kernel.exit(leader, ProcessExit.UNKNOWN);
        world.start();
        world.pass(1_000);
        assertThat(world.phase("db")).isEqualTo(Phase.STOPPED);
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPING);
    }

    /** A restart by itself that failed, and the wish not to start it again. */
    @Test
    void whyItWasNotStartedSurvives() {
        world.kernel.program("/srv/web", FakeProgram.fails("/srv/web: permission denied"));
        store(row(ProcessStatus.QUEUED, false, 0, Optional.empty(), false));
        world.crashAndStart();
        world.pass(1_000);
        assertThat(world.process("web").remark()).isEqualTo("not started: /srv/web: permission denied");
        world.crashAndStart();
        world.pass(1_000);
        assertThat(world.phase("web")).isEqualTo(Phase.FAILED);
        assertThat(world.process("web").remark()).isEqualTo("not started: /srv/web: permission denied");
        world.kernel.program("/srv/web", FakeProgram.lives());
        world.fleet().start(1, Optional.empty());
        world.pass(1_000);
        assertThat(world.row("web").remark()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"fake-boot,ended while no pmond ran", "another-boot,'ended with the machine, which was started again'"})
    void whatEndedMeanwhileIsSaidWithNoExitOfBefore(String boot, String how) {
        ProcessIdentity identity = new ProcessIdentity(77, 1, boot);
        store(row(ProcessStatus.RUNNING, false, 77, Optional.of(identity), false));
        world.crashAndStart();
        world.pass(1_000);
        assertThat(world.phase("web")).isEqualTo(Phase.FAILED);
        assertThat(world.process("web").remark()).isEqualTo(how);
        assertThat(world.process("web").lastExit()).contains(LastExit.unseen());
        assertThat(world.row("web").remark()).isEqualTo(how);
    }

    @Test
    void theCountSurvives() {
        world.running("web");
        world.kill("web");
        world.pass(1_000);
        world.crashAndStart();
        assertThat(world.process("web").counts().restarts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "INIT", "RUNNING", "FAILED", "CLOSED", "BACKOFF"})
    void whateverWasStoredALivingProgramIsAdoptedAsRunning(ProcessStatus status) {
        ManagedProcess process = afterCrashWith(status, true, false);
        assertThat(process.phase()).isEqualTo(Phase.RUNNING);
        assertThat(world.settle().instances("web")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"STOPPED,false,STOPPED", "RESTARTING,false,RUNNING", "RUNNING,true,", "STOPPED,true,"})
    void whatWasBegunIsCarriedThrough(ProcessStatus status, boolean deleting, Phase end) {
        int before = world.running("web").pid("web");
        afterCrashWith(status, true, deleting);
        world.pass(1_000);
        assertThat(world.fleet().byName("web").map(ManagedProcess::phase)).isEqualTo(Optional.ofNullable(end));
        assertThat(world.alive("web")).noneMatch(entry -> entry.pid() == before);
        assertThat(world.rowIfAny("web").isPresent()).isEqualTo(end != null);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED,true,true",
        "INIT,true,true",
        "RESTARTING,true,true",
        "CLOSED,true,true",
        "RUNNING,true,true",
        "FAILED,true,true",
        "BACKOFF,true,true",
        "STOPPED,true,false",
        "QUEUED,false,true",
        "INIT,false,true",
        "RESTARTING,false,true",
        "CLOSED,false,true",
        "RUNNING,false,false",
        "FAILED,false,false",
        "BACKOFF,false,false",
        "STOPPED,false,false"
    })
    void whatDoesNotLiveIsStartedAsItsStatusSays(ProcessStatus status, boolean autoRestart, boolean started) {
        store(row(status, autoRestart, 0, Optional.empty(), false));
        world.crashAndStart();
        world.pass(1_000);
        assertThat(world.phase("web"))
                .isEqualTo(started ? Phase.RUNNING : status == ProcessStatus.STOPPED ? Phase.STOPPED : Phase.FAILED);
        assertThat(world.instances("web")).isEqualTo(started ? 1 : 0);
    }

    @Test
    void aDeletionThatOnlyTheRowWasMissingIsFinished() {
        store(row(ProcessStatus.STOPPED, true, 0, Optional.empty(), true));
        world.crashAndStart();
        world.settle();
        assertThat(world.fleet().all()).isEmpty();
        assertThat(world.store.load().processes()).isEmpty();
    }

    @Test
    void aNumberThatAStrangerHasNowIsNeitherAdoptedNorSignalled() {
        world.running("web");
        int pid = world.pid("web");
        world.crash();
        world.kernel.exit(pid, ProcessExit.UNKNOWN);
        world.kernel.foreign(pid, pid, World.order("/usr/bin/stranger"));
        world.start();
        world.pass(1_000);
        assertThat(world.pid("web")).isNotEqualTo(pid).isNotZero();
        assertThat(world.alive("stranger")).hasSize(1);
        assertThat(world.kernel.signals()).isEmpty();
    }

    @Test
    void whatWasStoredInAnotherBootDoesNotLive() {
        world.running("web");
        ProcessIdentity now = world.row("web").identity().orElseThrow();
        ProcessIdentity before = new ProcessIdentity(now.pid(), now.startTicks(), "another-boot");
        world.crash();
        store(row(ProcessStatus.STOPPED, true, now.pid(), Optional.of(before), false));
        world.start();
        world.settle();
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPED);
        assertThat(world.kernel.signals()).isEmpty();
    }

    @Test
    void aHelperThatWasNotLetGoIsNeverAdopted() {
        world.create("web");
        while (world.rowIfAny("web").flatMap(StoredProcess::identity).isEmpty()) {
            world.decide().commitOne();
            world.kernel.step();
        }
        world.crashAndStart();
        world.pass(1_000);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(world.instances("web")).isEqualTo(1);
    }

    @Test
    void whatALeaderLeftThatEndedWhilePmondWasAwayIsKilledBeforeTheNextStart() {
        leaveRemains(ProcessStatus.RUNNING, true);
        world.pass(1_000);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(world.alive("web")).hasSize(3).allMatch(entry -> entry.session() == world.pid("web"));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "INIT", "CLOSED", "RESTARTING"})
    void whatIsStartedInAnyCaseIsStartedAfterItsRemainsAreGone(ProcessStatus status) {
        leaveRemains(status, false);
        world.pass(12_000);
        assertThat(world.phase("web")).isEqualTo(Phase.RUNNING);
        assertThat(world.alive("web")).hasSize(3).allMatch(entry -> entry.session() == world.pid("web"));
    }

    @Test
    void theRemainsOfWhatWasBeingStoppedAreStopped() {
        leaveRemains(ProcessStatus.STOPPED, true);
        world.pass(12_000);
        assertThat(world.phase("web")).isEqualTo(Phase.STOPPED);
        assertThat(world.alive("web")).isEmpty();
    }

    /** As nginx has them: only the leader, which is dead, was root's. */
    @ParameterizedTest
    @CsvSource({
        "0,/usr/bin/worker,/home/alice/web.log,ENDING",
        "0,/usr/bin/worker,/dev/null,QUEUED",
        "0,/srv/web,/dev/null,QUEUED",
        "1000,/srv/web,/home/alice/web.log,QUEUED"
    })
    void theRemainsOfRootsProgramMayBeSomebodyElses(int owner, String file, String log, Phase found) {
        int leader = 4242;
        member(leader, 1, 33, "worker", file, log);
        assertThat(foundWithDeadLeader(leader, owner)).isEqualTo(found);
    }

    /** Where the row's program is a shell, or what everybody has, it says nothing: whoever had the number next may run it. */
    @ParameterizedTest
    @CsvSource({"web,/srv/web,ENDING", "-sh,/srv/web,QUEUED", "web,/usr/bin/other,QUEUED"})
    void amongOthersOneOfRootsOwnIsKnownByItsNameAndItsProgram(String name, String file, Phase found) {
        int leader = 4242;
        member(leader, 1, 33, "web", "/srv/web", "/dev/null");
        member(leader, 2, 0, name, file, "/dev/null");
        assertThat(foundWithDeadLeader(leader, 0)).isEqualTo(found);
    }

    private void member(int leader, int number, int uid, String name, String file, String log) {
        world.kernel.foreign(
                leader + number,
                leader,
                new SpawnOrder(
                        0,
                        file,
                        List.of(name),
                        List.of(),
                        "/",
                        new Credentials(uid, uid, List.of()),
                        new LogTarget.Chosen(log)));
    }

    private Phase foundWithDeadLeader(int leader, int owner) {
        ProcessIdentity identity = new ProcessIdentity(leader, 1, world.kernel.bootId());
        StoredProcess row = row(ProcessStatus.RUNNING, true, leader, Optional.of(identity), false);
        StoredFleet stored = new StoredFleet(List.of(owned(row, owner)), List.of(), Map.of(), List.of());
        Recovery recovery = new Recovery(world.kernel, world.now(), Policy.of(world.settings), List.of());
        return recovery.recover(stored).get(0).process().phase();
    }

    private static StoredProcess owned(StoredProcess row, int uid) {
        return new StoredProcess(
                row.id(),
                row.definition(),
                row.createdAt(),
                row.updatedAt(),
                row.status(),
                row.pid(),
                uid,
                uid,
                row.identity(),
                row.restarts(),
                row.lastExit(),
                row.deleting(),
                row.remark());
    }

    @Test
    void aStopWhosePmondWasKilledAfterEachStepEndsStopped() {
        for (int steps = 0; steps < 8; steps++) {
            World one = new World().running("web");
            one.stop("web");
            boolean stored = false;
            for (int i = 0; i < steps; i++) {
                one.decide().commitOne();
                one.kernel.step();
            }
            stored = one.row("web").status() == ProcessStatus.STOPPED;
            one.crashAndStart();
            one.pass(12_000);
            assertThat(one.phase("web")).as("after %s steps", steps).isEqualTo(stored ? Phase.STOPPED : Phase.RUNNING);
            assertThat(one.instances("web")).isEqualTo(stored ? 0 : 1);
        }
    }

    @Test
    void aDeletionWhosePmondWasKilledAfterEachStepIsCarriedThrough() {
        for (int steps = 1; steps < 8; steps++) {
            World one = new World().running("web");
            one.ask("web", Goal.DELETE, false);
            for (int i = 0; i < steps; i++) {
                one.decide().commitOne();
                one.kernel.step();
            }
            one.crashAndStart();
            one.pass(12_000);
            assertThat(one.rowIfAny("web")).as("after %s steps", steps).isEmpty();
            assertThat(one.kernel.entries()).isEmpty();
        }
    }

    private void leaveRemains(ProcessStatus status, boolean autoRestart) {
        world.kernel.program("/srv/web", FakeProgram.lives().withChildren(2));
        world.running("web");
        int leader = world.pid("web");
        ProcessIdentity identity = world.row("web").identity().orElseThrow();
        world.crash();
        world.kernel.exit(leader, ProcessExit.UNKNOWN);
        store(row(status, autoRestart, leader, Optional.of(identity), false));
        world.start();
    }

    /** The program lives, and the store says this of it. */
    private ManagedProcess afterCrashWith(ProcessStatus status, boolean autoRestart, boolean deleting) {
        if (world.fleet().all().isEmpty()) {
            world.running("web");
        }
        StoredProcess row = world.row("web");
        world.crash();
        store(row(status, autoRestart, row.pid(), row.identity(), deleting));
        world.start();
        return world.process("web");
    }

    private void store(StoredProcess row) {
        world.store.commit(List.of(new StoreChange.PutProcess(row)));
    }

    private StoredProcess row(
            ProcessStatus status, boolean autoRestart, int pid, Optional<ProcessIdentity> identity, boolean deleting) {
        ProcessDefinition definition = World.definition("web");
        return new StoredProcess(
                1,
                new ProcessDefinition(
                        definition.name(),
                        definition.file(),
                        "",
                        "",
                        definition.username(),
                        definition.log(),
                        autoRestart,
                        List.of()),
                world.now().wall().minusSeconds(10),
                world.now().wall().minusSeconds(10),
                status,
                pid,
                World.ALICE.uid(),
                World.ALICE.gid(),
                identity,
                0,
                Optional.empty(),
                deleting);
    }
}
