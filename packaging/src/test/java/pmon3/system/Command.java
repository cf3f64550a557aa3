package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A command to run: immutable, each {@code with} gives a new one. Without a terminal, stdin empty. The environment is what
 * is given here, not the test's own, so that no test depends on the shell that it was started from.
 */
public record Command(List<String> words, Map<String, String> environment, Optional<Path> folder, Duration limit) {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(30);
    private static final Map<String, String> USUAL_ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG", "C.UTF-8");

    public Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    public static Command of(String... words) {
        return new Command(List.of(words), USUAL_ENVIRONMENT, Optional.empty(), USUAL_LIMIT);
    }

    public Command with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new Command(words, more, folder, limit);
    }

    public Command without(String variable) {
        Map<String, String> fewer = new TreeMap<>(environment);
        fewer.remove(variable);
        return new Command(words, fewer, folder, limit);
    }

    public Command with(Map<String, String> variables) {
        Map<String, String> more = new TreeMap<>(environment);
        more.putAll(variables);
        return new Command(words, more, folder, limit);
    }

    public Command in(Path otherFolder) {
        return new Command(words, environment, Optional.of(otherFolder), limit);
    }

    public Command within(Duration otherLimit) {
        return new Command(words, environment, folder, otherLimit);
    }

    /** The same command as that user of the system, with his groups; only root may. */
    public Command as(String user) {
        List<String> changed = new ArrayList<>(List.of("setpriv", "--reuid", user, "--regid", groupOf(user)));
        changed.add("--init-groups");
        changed.addAll(words);
        return new Command(changed, environment, folder, limit).with("USER", user);
    }

    /** Runs it to its end; past the limit it is killed and the test fails. */
    public Ran run() {
        long began = System.nanoTime();
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            try {
                // To files: a descendant that keeps a pipe open would keep its reader waiting.
                Process process = start(out, err);
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.destroyForcibly().waitFor();
                }
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                Ran ran = new Ran(words, process.exitValue(), text(out), text(err), took);
                if (!ended) {
                    throw new AssertionError("not done in " + limit + ", killed: " + ran);
                }
                return ran;
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for " + words, e);
        }
    }

    /** Starts it and leaves it running; its output goes to these files. */
    public Process start(Path out, Path err) {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
        folder.ifPresent(path -> builder.directory(path.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String groupOf(String user) {
        return Command.of("id", "-g", user).run().ok().out().strip();
    }

    static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
