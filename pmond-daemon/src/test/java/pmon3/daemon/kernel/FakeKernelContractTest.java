package pmon3.daemon.kernel;

import java.util.List;
import pmon3.model.ProcessExit;

/** The contract on the fake. Steps are made as long as there are any, then time passes. */
class FakeKernelContractTest extends KernelContract {
    private final FakeKernel fake = new FakeKernel();

    @Override
    protected Kernel createKernel() {
        return fake;
    }

    @Override
    protected SamplePrograms createSamples() {
        return new FakeSamplePrograms();
    }

    @Override
    protected void progress() {
        if (fake.isIdle()) {
            fake.expireHolds();
        } else {
            fake.step();
        }
    }

    private final class FakeSamplePrograms implements SamplePrograms {
        @Override
        public SpawnOrder order(long ticket, Sample sample) {
            String file = "/samples/" + sample;
            fake.program(file, program(file, sample));
            return new SpawnOrder(
                    ticket,
                    file,
                    List.of("name"),
                    List.of(),
                    "/samples",
                    new Credentials(7, 7, List.of()),
                    new LogTarget.Chosen("/dev/null"));
        }

        private FakeProgram program(String file, Sample sample) {
            return switch (sample) {
                case LIVES -> FakeProgram.lives();
                case RETURNS_SEVEN -> FakeProgram.endsAtOnce(ProcessExit.exited(7));
                case HAS_CHILDREN -> FakeProgram.lives().withChildren(2);
                case IGNORES_TERM -> FakeProgram.lives().withChildren(1).ignoringTerm();
                case MISSING -> FakeProgram.fails(file + ": no such file or directory");
                case DIRECTORY -> FakeProgram.fails(file + ": is a directory");
                case NOT_EXECUTABLE -> FakeProgram.fails(file + ": permission denied: its user may not execute it");
                case WITHOUT_INTERPRETER ->
                    FakeProgram.failsAfterGo(file + ": the interpreter named in it does not exist");
            };
        }

        @Override
        public void close() {}
    }
}
