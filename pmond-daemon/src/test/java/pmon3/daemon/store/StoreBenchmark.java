package pmon3.daemon.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import pmon3.daemon.store.StoreChange.PutProcess;

/** Prints what commits cost on the disk of the directory given (default: here), which is created and left. */
final class StoreBenchmark {
    private static final int PROCESSES = 300;
    private static final int ROUNDS = 400;

    private StoreBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "store-benchmark");
        long openNanos = System.nanoTime();
        SqliteStore store = Databases.open(directory);
        print("open, with a new database", System.nanoTime() - openNanos);
        List<StoreChange> all = fleet();
        measure("put of 300 processes, one commit", 20, round -> store.commit(all));
        measure(
                "put of one process, one commit",
                ROUNDS,
                round -> store.commit(all.subList(round % 300, round % 300 + 1)));
        measure("load of 300 processes", 50, round -> store.load());
        submitAll(store, all);
        System.out.println("database left in " + directory);
    }

    private interface Step {
        void run(int round);
    }

    private static void measure(String what, int rounds, Step step) {
        long[] nanos = new long[rounds];
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            step.run(round);
            nanos[round] = System.nanoTime() - start;
        }
        System.out.printf("first %8.3f ms  ", nanos[0] / 1e6);
        Arrays.sort(nanos);
        System.out.printf("worst %8.3f ms  ", nanos[rounds - 1] / 1e6);
        print(what + ", median", nanos[rounds / 2]);
    }

    /** 300 submissions at once, as when all processes are started. */
    private static void submitAll(SqliteStore store, List<StoreChange> all) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(all.size());
        long start = System.nanoTime();
        try (StoreWriter writer = StoreWriter.start(store, System::nanoTime)) {
            for (StoreChange change : all) {
                writer.submit(List.of(change), new StoreWriter.Completion() {
                    @Override
                    public void committed() {
                        left.countDown();
                    }

                    @Override
                    public void failed(StoreException reason) {
                        throw reason;
                    }
                });
            }
            left.await();
            print("300 submissions to the writer, all told", System.nanoTime() - start);
        }
    }

    private static void print(String what, long nanos) {
        System.out.printf("%9.3f ms  %s%n", nanos / 1e6, what);
    }

    private static List<StoreChange> fleet() {
        List<StoreChange> changes = new ArrayList<>();
        for (int id = 1; id <= PROCESSES; id++) {
            changes.add(new PutProcess(Stored.running(id, "process-" + id)));
        }
        return changes;
    }
}
