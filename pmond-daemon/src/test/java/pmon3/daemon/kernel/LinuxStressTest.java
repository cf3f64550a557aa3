package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import pmon3.daemon.kernel.RecordingListener.Executed;
import pmon3.daemon.kernel.RecordingListener.Exited;
import pmon3.daemon.kernel.RecordingListener.Failed;
import pmon3.daemon.kernel.RecordingListener.Ready;
import pmon3.daemon.kernel.RecordingListener.Told;
import pmon3.daemon.kernel.SamplePrograms.Sample;

/** Orders, releases, aborts and kills at any moment: each start is told in one of the allowed ways, and nothing is left. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxStressTest extends LinuxKernelTestBase {
    private static final int STARTS = 250;
    private static final long SEED = Long.getLong("pmon3.test.seed", 20260101L);

    private final Random random = new Random(SEED);

    @Test
    void every_start_is_told_in_one_allowed_way() {
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            long ticket = ticket();
            tickets.add(ticket);
            kernel.spawn(samples.order(ticket, sample()));
            disturb(tickets);
        }
        listener.awaitTrue("every start is decided", () -> {
            listener.all(Ready.class).forEach(ready -> kernel.release(ready.ticket()));
            return listener.all(Failed.class).size()
                            + listener.all(Executed.class).size()
                    == STARTS;
        });
        listener.all(Executed.class).forEach(executed -> end(executed.ticket()));

        for (long ticket : tickets) {
            assertThat(story(ticket)).as("ticket %d, seed %d", ticket, SEED).isIn(allowed());
        }
    }

    private Sample sample() {
        Sample[] all = {
            Sample.LIVES, Sample.RETURNS_SEVEN, Sample.MISSING, Sample.HAS_CHILDREN, Sample.WITHOUT_INTERPRETER
        };
        return all[random.nextInt(all.length)];
    }

    private void disturb(List<Long> tickets) {
        long any = tickets.get(random.nextInt(tickets.size()));
        switch (random.nextInt(4)) {
            case 0 -> kernel.abort(any);
            case 1 -> kernel.release(any);
            case 2 ->
                listener.all(Ready.class).stream()
                        .filter(ready -> ready.ticket() == any)
                        .forEach(ready -> kernel.signal(ready.identity(), Signal.KILL));
            default -> listener.all(Exited.class).forEach(exited -> kernel.acknowledgeExit(exited.pid()));
        }
    }

    private void end(long ticket) {
        ProcessIdentity process = listener.awaitReady(ticket);
        kernel.signalGroup(process, Signal.KILL);
        listener.awaitExited(process.pid());
    }

    /** The kinds of what was told of one start, in order; numbers are not used again within so few starts. */
    private List<String> story(long ticket) {
        List<String> story = new ArrayList<>();
        int pid = 0;
        for (Told told : listener.all()) {
            if (told instanceof Ready ready && ready.ticket() == ticket) {
                pid = ready.identity().pid();
                story.add("ready");
            } else if (told instanceof Failed failed && failed.ticket() == ticket) {
                story.add("failed");
            } else if (told instanceof Executed executed && executed.ticket() == ticket) {
                story.add("executed");
            } else if (told instanceof Exited exited && exited.pid() == pid) {
                story.add("exited");
            }
        }
        return story;
    }

    private static List<List<String>> allowed() {
        return List.of(List.of("failed"), List.of("ready", "failed"), List.of("ready", "executed", "exited"));
    }
}
