package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import pmon3.daemon.QuietLog;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.daemon.store.FakeIdentities;
import pmon3.daemon.store.StoredFleet;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The thread itself: what others may do to it, and what of their mistakes it survives. */
class SupervisorThreadTest {
    private final FakeKernel kernel = new FakeKernel();

    @Test
    void aCommandIsDoneOnItsThreadAndItsResultHandedBack() throws InterruptedException {
        Supervisor supervisor = supervisor();
        Thread thread = run(supervisor);
        assertThat(supervisor.<Integer>call(fleet -> fleet.all().size())).isZero();
        supervisor.end();
        thread.join();
    }

    @Test
    void whatACommandRefusesIsToldAsItIsAndADefectWithoutItsDetails() throws InterruptedException {
        Supervisor supervisor = supervisor();
        Thread thread = run(supervisor);
        assertThatThrownBy(() -> supervisor.call(fleet -> fleet.reset(7)))
                .isInstanceOf(PmonException.class)
                .hasMessage("process (7) does not exist");
        assertThatThrownBy(() -> supervisor.call(fleet -> {
                    throw new IllegalStateException("secret");
                }))
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED))
                .message()
                .doesNotContain("secret");
        supervisor.end();
        thread.join();
    }

    @Test
    void aBrokenMessageOrEffectDoesNotEndIt() throws InterruptedException {
        Supervisor supervisor = supervisor();
        Thread thread = run(supervisor);
        supervisor.execute(() -> {
            throw new IllegalStateException("a defect");
        });
        Settlement settlement = supervisor.call(fleet -> fleet.create(World.definition("broken"), World.ALICE));
        assertThat(settlement.await(10_000)).isTrue();
        assertThat(settlement.outcomes())
                .containsExactly(new Outcome.StartFailed("internal error: java.lang.IllegalStateException: a defect"));
        assertThat(supervisor.<Integer>call(fleet -> fleet.all().size())).isZero();
        supervisor.end();
        thread.join();
    }

    @Test
    void afterItsEndCommandsAreRefusedAtOnce() throws InterruptedException {
        Supervisor supervisor = supervisor();
        Thread thread = run(supervisor);
        supervisor.end();
        thread.join();
        assertThatThrownBy(() -> supervisor.call(Fleet::all))
                .isInstanceOfSatisfying(
                        PmonException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
    }

    @Test
    void whoIsInterruptedWhileWaitingIsToldAndWhatHeAskedIsNeverDone() throws InterruptedException {
        Supervisor supervisor = supervisor();
        CountDownLatch refused = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try {
                supervisor.call(fleet -> fleet.createKept(World.definition("web"), World.ALICE));
            } catch (PmonException expected) {
                refused.countDown();
            }
        });
        caller.start();
        caller.interrupt();
        assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
        supervisor.step(0);
        assertThat(supervisor.fleet().all()).isEmpty();
    }

    private Supervisor supervisor() {
        QuietLog.begin();
        Starter starter = new Starter() {
            @Override
            public void start(ManagedProcess process) {
                if (process.name().equals("broken")) {
                    throw new IllegalStateException("a defect");
                }
            }

            @Override
            public void callOff(long ticket) {}

            @Override
            public void discardLog(ManagedProcess process) {}
        };
        Doors doors = new Doors(
                kernel,
                (changes, committed, failed) -> committed.run(),
                new FakeIdentities(),
                starter,
                (announcement, process, groups) -> {},
                Clock.SYSTEM);
        StoredFleet empty = new StoredFleet(List.of(), List.of(), Map.of(), List.of());
        Supervisor supervisor = new Supervisor(doors, TestSettings::defaults, empty);
        kernel.start(supervisor);
        return supervisor;
    }

    private static Thread run(Supervisor supervisor) {
        Thread thread = new Thread(supervisor::run, "supervisor under test");
        thread.start();
        return thread;
    }
}
