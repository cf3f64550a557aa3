package pmon3.daemon.event;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.config.TrustedFile;
import pmon3.config.Words;
import pmon3.daemon.kernel.ScriptEnd;
import pmon3.daemon.kernel.ScriptOrder;
import pmon3.daemon.kernel.ScriptRunner;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.daemon.launch.ChildEnvironment;
import pmon3.daemon.supervise.Announcement;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** One event's script, as config.yml had it when the event was. */
public final class EventScript {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.event");
    /** The kernel's limit of one argument, its NUL included (MAX_ARG_STRLEN, execve(2)). */
    static final int ARGUMENT_LIMIT_BYTES = 128 * 1024;

    private final Announcement announcement;
    private final String subject;
    private final String line;
    private final Duration limit;
    private final Supplier<Told> told;

    /**
     * What scripts are run with.
     *
     * @param uid pmond's own user, whom they run as
     */
    public record Surroundings(int uid, UserDirectory users, ChildEnvironment environment) {}

    /**
     * What the script is told.
     *
     * @param argument for everybody to see, in /proc, as long as the script runs
     * @param input for the script alone
     */
    record Told(String argument, String input) {}

    /** @param subject the process, for pmond's log */
    EventScript(Announcement announcement, String subject, Settings.Events events, Supplier<Told> told) {
        this.announcement = announcement;
        this.subject = subject;
        this.told = told;
        this.limit = Duration.ofMillis(events.timeoutMs());
        this.line = switch (announcement) {
            case PROCESS_RESTART -> events.processRestart();
            case PROCESS_FAILURE -> events.processFailure();
            case PROCESS_BACKOFF -> events.processBackoff();
        };
    }

    boolean isConfigured() {
        return !line.isBlank();
    }

    /** To its end, in the caller's thread. Whatever is wrong with it is one line of the log. */
    void run(ScriptRunner runner, Surroundings surroundings) {
        try {
            OutputLines output = new OutputLines(text -> LOG.info("{} script of {}: {}", announcement, subject, text));
            ScriptEnd end = runner.run(order(surroundings), output);
            output.close();
            tell(end);
        } catch (PmonException refused) {
            warn("not run: " + refused.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("{} script of {}: internal error", announcement, subject, broken);
        }
    }

    private ScriptOrder order(Surroundings surroundings) {
        List<String> argv = new ArrayList<>(Words.split(key(), line));
        String file = trusted(argv.get(0), surroundings.uid());
        if (surroundings.uid() == 0) {
            argv.stream().skip(1).forEach(this::requireTrusted);
        }
        Told now = told.get();
        if (now.argument().getBytes(StandardCharsets.UTF_8).length < ARGUMENT_LIMIT_BYTES) {
            argv.add(now.argument());
        }
        Account self = surroundings
                .users()
                .byUid(surroundings.uid())
                .orElseThrow(() -> refused("uid " + surroundings.uid() + ", as which pmond runs, is no user's"));
        return new ScriptOrder(
                file, argv, surroundings.environment().of(self, List.of()), self.credentials(), now.input(), limit);
    }

    /**
     * What root may run, with all links resolved, so that it is what was looked at; as it is where pmond is an ordinary
     * user's.
     */
    private String trusted(String file, int uid) {
        if (!file.startsWith("/")) {
            throw refused(file + " is not an absolute path; write the whole path");
        }
        if (uid != 0) {
            return file;
        }
        return TrustedFile.resolve(Path.of(file)).toString();
    }

    /** {@code /bin/sh FILE} runs FILE: a file or folder that a word names must be root's alone as well. */
    private void requireTrusted(String word) {
        String path = word.substring(word.indexOf('=') + 1);
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            return;
        }
        Path named = Path.of(path);
        if (Files.isRegularFile(named) || Files.isDirectory(named)) {
            TrustedFile.problem(named).ifPresent(problem -> {
                throw refused(problem);
            });
        }
    }

    private PmonException refused(String reason) {
        return new PmonException(ErrorCode.START, key() + ": " + reason);
    }

    private String key() {
        return "event_handling." + announcement.name().toLowerCase(Locale.ROOT);
    }

    private void tell(ScriptEnd end) {
        if (end instanceof ScriptEnd.Ended ended) {
            tellEnded(ended);
        } else if (end instanceof ScriptEnd.NotStarted failed) {
            warn("not run: " + failed.reason());
        } else if (end instanceof ScriptEnd.Killed killed) {
            warn("killed after " + killed.limit().toMillis() + " ms (event_handling.timeout)");
        } else if (end instanceof ScriptEnd.LeftoversKilled leftovers) {
            warn("ended (" + leftovers.exit().text() + "), but what it had started still held its output after "
                    + leftovers.limit().toMillis() + " ms (event_handling.timeout) and was killed");
        } else {
            warn("killed, as pmond ends");
        }
    }

    private void tellEnded(ScriptEnd.Ended ended) {
        if (ended.exit().value() == 0) {
            LOG.debug("{} script of {}: done", announcement, subject);
        } else {
            warn("ended with " + ended.exit().text());
        }
    }

    private void warn(String text) {
        LOG.warn("{} script of {}: {}", announcement, subject, text);
    }
}
