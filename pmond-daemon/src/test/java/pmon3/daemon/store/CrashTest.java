package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoreChange.PutProcess;

/** What was told as committed is there after kill -9, whenever that comes. */
class CrashTest {
    private static final int KILLS = 6;
    private static final int COMMITS_BEFORE_A_KILL = 7;

    @TempDir
    Path directory;

    @Test
    void aKillNeverLosesACommitThatWasTold() throws IOException, InterruptedException {
        long lastTold = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            lastTold = commitUntilKilled(kill * COMMITS_BEFORE_A_KILL);
            try (SqliteStore store = Databases.open(directory)) {
                List<Long> ids =
                        store.load().processes().stream().map(StoredProcess::id).toList();
                assertThat(ids).hasSizeGreaterThanOrEqualTo((int) lastTold);
                assertThat(ids)
                        .isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
            }
        }
    }

    /** @return the last id that the child told as committed */
    private long commitUntilKilled(int commits) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            for (int i = 0; i < commits; i++) {
                last = Long.parseLong(lines.readLine());
            }
            // By its handle, because Process closes the streams as well, and with them what was told last.
            child.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The kill may have cut the last line short; that makes it a smaller number.
                last = line.isEmpty() ? last : Math.max(last, Long.parseLong(line));
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        return last;
    }

    /** The child: commits one process after the other and tells each id once it is durable. */
    static final class Committer {
        private Committer() {}

        public static void main(String[] args) throws InterruptedException {
            SqliteStore store = Databases.open(Path.of(args[0]));
            long next = store.load().highestProcessId() + 1;
            StoreWriter writer = StoreWriter.start(store, System::nanoTime);
            BlockingQueue<Long> room = new LinkedBlockingQueue<>(List.of(0L, 0L, 0L));
            while (true) {
                room.take();
                long id = next++;
                writer.submit(List.of(new PutProcess(Stored.running(id, "p" + id))), new Teller(id, room));
            }
        }
    }

    private record Teller(long id, BlockingQueue<Long> room) implements StoreWriter.Completion {
        @Override
        public void committed() {
            System.out.println(id);
            room.add(id);
        }

        @Override
        public void failed(StoreException reason) {
            throw reason;
        }
    }
}
