package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** A terminal with a command in it, by a tmux server of its own: keys go in, and what a person would see is read. */
final class Screen implements AutoCloseable {
    private static final Duration SHOWN = Duration.ofSeconds(20);

    private final String socket = "pmon3-" + UUID.randomUUID();

    /** The command's environment is all that it gets, and a terminal's type. */
    static Screen of(Command command) {
        Screen screen = new Screen();
        List<String> words = new ArrayList<>(List.of("new-session", "-d", "-x", "120", "-y", "50", "env", "-i"));
        command.environment().forEach((variable, value) -> words.add(variable + "=" + value));
        words.add("TERM=screen");
        words.addAll(command.words());
        screen.tmux(command.folder().orElse(Path.of("/")), words);
        return screen;
    }

    /** A bash that shows {@code READY>} and nothing else before what is typed. */
    static Screen bash(Path home, Path start, Command environment) {
        try {
            Files.writeString(start, "PS1='READY> '\n" + (Files.exists(start) ? Files.readString(start) : ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command shell = Command.of("bash", "--rcfile", start.toString(), "-i")
                .with(environment.environment())
                .with("HOME", home.toString())
                .in(home);
        return of(shell);
    }

    private String tmux(Path folder, List<String> words) {
        List<String> all = new ArrayList<>(List.of("tmux", "-L", socket, "-f", "/dev/null", "-u"));
        all.addAll(words);
        return Command.of(all.toArray(String[]::new)).in(folder).run().ok().out();
    }

    Screen type(String text) {
        tmux(Path.of("/"), List.of("send-keys", "-l", "--", text));
        return this;
    }

    /** A key by tmux's name for it: Tab, Enter, Escape, C-c. */
    Screen press(String key) {
        tmux(Path.of("/"), List.of("send-keys", key));
        return this;
    }

    String text() {
        return tmux(Path.of("/"), List.of("capture-pane", "-p")).stripTrailing();
    }

    /** The last line that is not empty. */
    String lastLine() {
        String text = text();
        return text.substring(text.lastIndexOf('\n') + 1).stripTrailing();
    }

    Screen await(String what, Predicate<String> wanted) {
        try {
            Await.until(what, SHOWN, () -> wanted.test(text()));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the screen:\n" + text(), e);
        }
        return this;
    }

    Screen awaitText(String wanted) {
        return await("'" + wanted + "' on the screen", text -> text.contains(wanted));
    }

    Screen awaitLastLine(String wanted) {
        return await("the last line '" + wanted + "'", text -> lastLine().equals(wanted));
    }

    @Override
    public void close() {
        tmux(Path.of("/"), List.of("kill-server"));
    }
}
