package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** strace(1) on one thread: writes its system calls down, delays them, or kills its process as it enters one. */
final class Tracer implements AutoCloseable {
    private static final Duration ATTACHED = Duration.ofSeconds(10);
    private static final Pattern CALL = Pattern.compile("^(\\w+)\\(");

    private final Process strace;
    private final Path output;

    private Tracer(int tid, List<String> options) {
        try {
            output = Files.createTempFile("strace", ".txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> words = new java.util.ArrayList<>(List.of("strace", "-qq", "-p", "" + tid, "-o", "" + output));
        words.addAll(options);
        strace = Command.of(words.toArray(String[]::new)).start(output, output);
        Await.until("strace at thread " + tid, ATTACHED, () -> Proc.isTraced(tid));
    }

    /** @param calls names with commas between them */
    static Tracer of(int tid, String calls) {
        return new Tracer(tid, List.of("-e", "trace=" + known(calls)));
    }

    /** SIGKILL to the thread's process as the thread enters that call for the n-th time from now on. */
    static Tracer killingAt(int tid, String call, int number) {
        return new Tracer(tid, List.of("-e", "trace=" + call, "-e", "inject=" + call + ":signal=KILL:when=" + number));
    }

    /** Every one of these calls of the thread takes so much longer. */
    static Tracer delaying(int tid, String calls, Duration delay) {
        String known = known(calls);
        return new Tracer(
                tid,
                List.of("-e", "trace=" + known, "-e", "inject=" + known + ":delay_enter=" + delay.toMillis() + "ms"));
    }

    /** Not every architecture has every call: strace takes those with a question mark as far as it knows them. */
    private static String known(String calls) {
        return "?" + calls.replace(",", ",?");
    }

    /** Lets go of the thread; the names of the calls, in order. */
    List<String> calls() {
        detach();
        try {
            return Files.readAllLines(output).stream()
                    .map(CALL::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void detach() {
        strace.destroy();
        try {
            if (!strace.waitFor(ATTACHED.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("strace does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for strace", e);
        }
    }

    @Override
    public void close() {
        detach();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
