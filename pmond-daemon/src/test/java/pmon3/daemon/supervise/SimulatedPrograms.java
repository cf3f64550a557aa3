package pmon3.daemon.supervise;

import java.util.List;
import java.util.Random;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.kernel.ProcessTable;
import pmon3.daemon.kernel.SpawnFailure;
import pmon3.model.ProcessExit;

/** What programs, and the kernel, do of their own accord in a {@link Simulation}: end, hang, change, run short. */
final class SimulatedPrograms {
    private final World world;
    private final Strangers strangers;
    private final Random random;
    private final SimulatedUsers.Notes note;

    SimulatedPrograms(World world, Strangers strangers, Random random, SimulatedUsers.Notes note) {
        this.world = world;
        this.strangers = strangers;
        this.random = random;
        this.note = note;
    }

    void end() {
        List<ProcessTable.Entry> programs = world.kernel.entries().stream()
                .filter(entry -> entry.isLive() && SimulatedUsers.NAMES.contains(entry.comm()))
                .toList();
        if (!programs.isEmpty()) {
            ProcessTable.Entry one = programs.get(random.nextInt(programs.size()));
            note.say("%s ends (pid %s of session %s)", one.comm(), one.pid(), one.session());
            world.kernel.exit(one.pid(), ProcessExit.exited(random.nextInt(3)));
            if (random.nextInt(3) == 0) {
                strangers.succeedUnseen(one.pid());
            }
        }
    }

    /** As in an uninterruptible wait for a disk that does not answer. */
    void freezeOrThaw() {
        List<ProcessTable.Entry> programs = world.kernel.entries().stream()
                .filter(entry -> entry.isLive() && !Strangers.isOne(entry))
                .toList();
        if (programs.isEmpty() || random.nextInt(3) == 0) {
            note.say("what hung goes on");
            world.kernel.thaw();
            return;
        }
        ProcessTable.Entry one = programs.get(random.nextInt(programs.size()));
        note.say("%s hangs (pid %s of session %s)", one.comm(), one.pid(), one.session());
        world.kernel.makeUnkillable(one.pid());
    }

    void change(String name) {
        String file = "/srv/" + name;
        List<FakeProgram> programs = List.of(
                FakeProgram.lives(),
                FakeProgram.lives(),
                FakeProgram.lives().withChildren(2),
                FakeProgram.lives().withChildren(1).ignoringTerm(),
                FakeProgram.endsAtOnce(ProcessExit.exited(1)),
                FakeProgram.endsAtOnce(ProcessExit.exited(1)).withChildren(1),
                FakeProgram.fails(SpawnFailure.ENOENT.text(file)),
                FakeProgram.fails(SpawnFailure.EACCES.text(file)),
                FakeProgram.failsAfterGo("exec format error"),
                FakeProgram.neverReady());
        FakeProgram program = programs.get(random.nextInt(programs.size()));
        note.say("%s is now %s", name, program);
        world.kernel.program(file, program);
        if (random.nextBoolean()) {
            world.kernel.nextPid(1_000);
        }
    }

    /** Starts wait, or not any more. */
    void userDatabaseHangsOrNot() {
        boolean hangs = random.nextBoolean();
        note.say("the user database %s", hangs ? "hangs" : "answers");
        if (hangs) {
            world.starters.hold();
        } else {
            world.starters.letGo();
        }
    }

    /** For some time there are no descriptors, processes or memory for a helper. */
    void runShort() {
        SpawnFailure shortage = SpawnFailure.anyShortage(random);
        int times = 1 + random.nextInt(6);
        note.say("%s starts fail with %s", times, shortage);
        world.kernel.failSpawns(times, shortage.text(""));
    }
}
