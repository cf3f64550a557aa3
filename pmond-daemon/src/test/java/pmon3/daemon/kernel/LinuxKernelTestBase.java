package pmon3.daemon.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A real kernel and a folder of scripts for one test; ends by pid what the test has started. */
abstract class LinuxKernelTestBase {
    protected static final int NOBODY = 65534;
    protected static final int ROOT = 0;

    protected LinuxSamplePrograms samples;
    protected LinuxKernel kernel;
    protected RecordingListener listener;
    private long nextTicket = 1;

    protected Inherited inherited() throws IOException {
        return Inherited.capture();
    }

    protected Duration stepLimit() {
        return Duration.ofSeconds(10);
    }

    @BeforeEach
    void startKernel() throws IOException {
        samples = new LinuxSamplePrograms();
        kernel = new LinuxKernel(HelperBinary.path(), inherited(), stepLimit());
        listener = new RecordingListener(this::acknowledgeAll);
        kernel.start(listener);
    }

    private void acknowledgeAll() {
        listener.all(RecordingListener.Exited.class).forEach(exited -> kernel.acknowledgeExit(exited.pid()));
    }

    @AfterEach
    void endEverything() {
        for (RecordingListener.Ready ready : listener.all(RecordingListener.Ready.class)) {
            kernel.abort(ready.ticket());
            killSession(ready.identity().pid());
        }
        listener.awaitTrue("nothing of the test lives", () -> {
            ProcessTable table = kernel.scan();
            return listener.all(RecordingListener.Ready.class).stream()
                    .allMatch(ready -> table.find(ready.identity().pid()).isEmpty());
        });
        kernel.close();
        samples.close();
    }

    private void killSession(int leader) {
        for (ProcessTable.Entry member : kernel.scan().members(leader)) {
            kernel.signal(new ProcessIdentity(member.pid(), member.startTicks(), kernel.bootId()), Signal.KILL);
        }
    }

    protected long ticket() {
        return nextTicket++;
    }

    protected static Credentials nobody() {
        return new Credentials(NOBODY, NOBODY, List.of(NOBODY));
    }

    /** Runs a script to its end. */
    protected void run(SpawnOrder order) {
        ProcessIdentity process = start(order);
        listener.awaitExited(process.pid());
    }

    protected ProcessIdentity start(SpawnOrder order) {
        kernel.spawn(order);
        ProcessIdentity process = listener.awaitReady(order.ticket());
        kernel.release(order.ticket());
        listener.awaitExecuted(order.ticket());
        return process;
    }

    protected String failureOf(SpawnOrder order) {
        kernel.spawn(order);
        return listener.awaitFailed(order.ticket());
    }

    protected static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
