package pmon3.daemon;

import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.ConfigPaths;
import pmon3.config.SettingsSource;
import pmon3.daemon.kernel.OwnProcess;
import pmon3.daemon.store.SqliteStore;
import pmon3.model.ExitStatus;
import pmon3.model.PmonException;

/** The daemon's entry: configuration, then {@link Daemon}, then signals until the end. Runs in the foreground. */
public final class Pmond {
    private static final Logger LOG = LoggerFactory.getLogger("pmond");
    private static final String USAGE = """
            Usage: pmond

            Keeps processes alive; pmon3 tells it which. Runs in the foreground and logs to stderr.
            PMON3_CONF names its configuration; without it root's is /etc/pmon3/config/config.yml,
            and another user's $XDG_CONFIG_HOME/pmon3/config.yml.
            SIGTERM and SIGINT end it; a second one hurries, or, while it still starts up, ends it at once
            and leaves alone what runs. SIGHUP looks at the configuration again.
            SIGUSR1 ends it and leaves all that it keeps alive running, whatever handle_interrupts says;
            the pmond that is started next takes it over.

              -h, --help     show this
              -v, --version  show the version
            """;

    private Pmond() {}

    public static void main(String[] args) {
        if (args.length > 0) {
            System.exit(answer(args[0]));
        }
        int status;
        try {
            status = run(System.getenv());
        } catch (PmonException | IOException e) {
            System.err.println("pmond: " + e.getMessage());
            LOG.debug("pmond could not be started", e);
            status = ExitStatus.FAILED;
        }
        Logging.end();
        System.exit(status);
    }

    /** A thread of pmond's that dies would leave half a daemon: better none, which is started again and adopts. */
    private static void die(Thread thread, Throwable cause) {
        LOG.error("thread {} died; pmond ends, what it keeps lives on", thread.getName(), cause);
        halt();
    }

    private static void halt() {
        Logging.end();
        Runtime.getRuntime().halt(ExitStatus.FAILED);
    }

    private static int answer(String option) {
        switch (option) {
            case "-h", "--help" -> System.out.print(USAGE);
            case "-v", "--version" -> System.out.println("pmond version " + Version.text());
            default -> {
                System.err.println("pmond: unknown argument '" + option + "'; see 'pmond --help'");
                return ExitStatus.USAGE;
            }
        }
        return ExitStatus.DONE;
    }

    /** Signals first: one that came while pmond starts would end it half-way, with programs that nobody stops. */
    private static int run(Map<String, String> environment) throws IOException {
        Ending ending = new Ending(Pmond::halt);
        Reloading reloading = new Reloading();
        Signals.handle("TERM", ending::ask);
        Signals.handle("INT", ending::ask);
        Signals.handle("HUP", reloading::ask);
        Signals.handle("USR1", ending::askToLeave);
        SqliteStore.preload();
        int uid = OwnProcess.effectiveUid();
        ConfigPaths paths = uid == 0
                ? ConfigPaths.system(environment)
                : ConfigPaths.rootless(environment, environment.getOrDefault("HOME", System.getProperty("user.home")));
        SettingsSource.Opened opened = SettingsSource.open(paths, environment, uid == 0);
        Logging.setLevel(opened.source().settings().logLevel());
        opened.warnings().forEach(LOG::warn);
        Thread.setDefaultUncaughtExceptionHandler(Pmond::die);
        Daemon daemon = new Daemon(uid, opened.source(), environment, ending);
        reloading.startedUp(daemon::reload);
        daemon.announce();
        daemon.awaitEnd();
        return ExitStatus.DONE;
    }
}
