package pmon3.daemon.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.EnvironmentWords;
import pmon3.config.Names;
import pmon3.config.Settings;
import pmon3.config.Words;
import pmon3.daemon.kernel.Kernel;
import pmon3.daemon.kernel.LogTarget;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.daemon.kernel.SpawnOrder;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.daemon.kernel.UserThreads;
import pmon3.daemon.supervise.LogText;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Starter;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Builds each spawn order in a thread that may wait for the user database, on behalf of the process's owner. */
public final class AccountStarter implements Starter {
    /** Where work is done that may wait, as {@link UserThreads} does it. */
    @FunctionalInterface
    public interface Threads {
        /**
         * @param user for whom; empty for pmond itself and root
         * @param refused told instead if the work is not done
         * @return takes work back that has not begun
         */
        Runnable execute(OptionalInt user, Runnable work, Consumer<RejectedExecutionException> refused);
    }

    private static final Logger LOG = LoggerFactory.getLogger("pmond.launch");

    private static final int OWN_THREADS = 4;
    private static final int USERS_THREADS = 8;
    private static final int THREADS_PER_USER = 2;
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);
    private static final Runnable NOTHING_TO_TAKE_BACK = () -> {};

    private final Kernel kernel;
    private final UserDirectory users;
    private final ChildEnvironment environment;
    private final Supplier<Settings> settings;
    private final Threads threads;
    private final BiConsumer<Long, String> failed;
    /** Starts that the kernel has not been asked for, by ticket, and how their work is taken back; guarded by itself. */
    private final Map<Long, Runnable> preparing = new HashMap<>();

    /** @param failed told of a ticket that the kernel was never asked for, and why */
    public AccountStarter(
            Kernel kernel,
            UserDirectory users,
            ChildEnvironment environment,
            Supplier<Settings> settings,
            Threads threads,
            BiConsumer<Long, String> failed) {
        this.kernel = kernel;
        this.users = users;
        this.environment = environment;
        this.settings = settings;
        this.threads = threads;
        this.failed = failed;
    }

    /**
     * Lanes for owners: each start may wait 5 s for the user database, and those of one owner hold up nobody else's. Any
     * number may wait; there are no more of them than processes, as what is called off does not wait on.
     */
    public static UserThreads threads() {
        return new UserThreads(new UserThreads.Limits(
                "starter",
                OWN_THREADS,
                USERS_THREADS,
                THREADS_PER_USER,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                IDLE_LIMIT));
    }

    @Override
    public void start(ManagedProcess process) {
        long ticket = process.ticket();
        int owner = process.owner().uid();
        synchronized (preparing) {
            preparing.put(ticket, NOTHING_TO_TAKE_BACK);
        }
        Runnable withdrawal = threads.execute(
                OnBehalf.ordinary(owner),
                () -> OnBehalf.run(owner, () -> prepare(process)),
                full -> fail(ticket, "pmond has no thread for it: " + full.getMessage()));
        synchronized (preparing) {
            preparing.replace(ticket, withdrawal);
        }
    }

    private void prepare(ManagedProcess process) {
        try {
            spawn(order(process));
        } catch (PmonException refused) {
            fail(process.ticket(), refused.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("{} could not be prepared", LogText.printable(process.name()), broken);
            fail(process.ticket(), "internal error: " + broken);
        }
    }

    /** Whoever calls it off finds it either here or with the kernel. */
    private void spawn(SpawnOrder order) {
        synchronized (preparing) {
            if (preparing.containsKey(order.ticket())) {
                kernel.spawn(order);
                preparing.remove(order.ticket());
            }
        }
    }

    private void fail(long ticket, String reason) {
        if (end(ticket).isPresent()) {
            failed.accept(ticket, reason);
        }
    }

    /** @return how its work is taken back, if the kernel is not asked for it any more */
    private Optional<Runnable> end(long ticket) {
        synchronized (preparing) {
            return Optional.ofNullable(preparing.remove(ticket));
        }
    }

    @Override
    public void callOff(long ticket) {
        Optional<Runnable> withdrawal = end(ticket);
        if (withdrawal.isEmpty()) {
            kernel.abort(ticket);
            return;
        }
        withdrawal.get().run();
        failed.accept(ticket, Kernel.CALLED_OFF);
    }

    @Override
    public void discardLog(ManagedProcess process) {
        if (isOwnLog(process)) {
            kernel.discardLog(
                    settings.get().logs().directory(),
                    fileName(process),
                    process.owner().uid());
        }
    }

    private boolean isOwnLog(ManagedProcess process) {
        String path = OwnLogs.path(settings.get().logs().directory(), process.name());
        return process.definition().log().equals(path)
                && Names.problem("process", process.name()).isEmpty();
    }

    private static String fileName(ManagedProcess process) {
        return process.name() + ".log";
    }

    private SpawnOrder order(ManagedProcess process) {
        Account user = user(process);
        Path folder = Path.of(process.definition().file()).getParent();
        List<String> argv = new ArrayList<>();
        argv.add(process.name());
        argv.addAll(args(process));
        return new SpawnOrder(
                process.ticket(),
                process.definition().file(),
                argv,
                environment.of(user, variables(process)),
                folder == null ? "/" : folder.toString(),
                user.credentials(),
                log(process, user));
    }

    private Account user(ManagedProcess process) {
        String name = process.definition().username();
        Account account = users.byName(name)
                .orElseThrow(() -> new PmonException(ErrorCode.START, "no such user: " + LogText.printable(name)));
        if (account.uid() != process.owner().uid()) {
            throw new PmonException(
                    ErrorCode.START,
                    "user " + LogText.printable(name) + " has uid " + account.uid()
                            + " now, but the process belongs to uid "
                            + process.owner().uid() + "; root can give it a user again with 'restart -u'");
        }
        return account;
    }

    private static List<String> args(ManagedProcess process) {
        Words.Split split = Words.splitStored("args", process.definition().args());
        warn(process, split.warning());
        return split.words();
    }

    private static List<String> variables(ManagedProcess process) {
        EnvironmentWords.Stored stored =
                EnvironmentWords.parseStored(process.definition().envVars());
        warn(process, stored.warning());
        return stored.variables().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private static void warn(ManagedProcess process, Optional<String> warning) {
        warning.ifPresent(text -> LOG.warn("{} ({}): {}", LogText.printable(process.name()), process.id(), text));
    }

    private LogTarget log(ManagedProcess process, Account user) {
        Settings now = settings.get();
        if (!isOwnLog(process)) {
            return new LogTarget.Chosen(process.definition().log());
        }
        LogDirectory.makeIfMissing(Path.of(now.logs().directory()), now.logs().ownership(), users);
        int gid = now.logs().ownership().group().flatMap(users::groupId).orElse(user.gid());
        return new LogTarget.Own(
                now.logs().directory(),
                fileName(process),
                now.logs().ownership().fileMode(),
                user.uid(),
                gid);
    }
}
