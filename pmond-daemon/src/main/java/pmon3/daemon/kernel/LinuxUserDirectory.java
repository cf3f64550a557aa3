package pmon3.daemon.kernel;

import java.time.Duration;
import java.util.Optional;

/** The users and groups of this machine, wherever they come from. */
public final class LinuxUserDirectory implements UserDirectory, AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration KEEP_LIMIT = Duration.ofSeconds(10);

    private static final Duration ABSENCE_KEEP_LIMIT = Duration.ofSeconds(1);

    private final LookUps lookUps = new LookUps(ANSWER_LIMIT, KEEP_LIMIT, ABSENCE_KEEP_LIMIT, System::nanoTime);
    private final LookUps.Question<String, Account> byName = lookUps.new Question<>(NameServices::accountByName);
    private final LookUps.Question<Integer, Account> byUid = lookUps.new Question<>(NameServices::accountByUid);
    private final LookUps.Question<String, Integer> groups = lookUps.new Question<>(NameServices::groupByName);

    @Override
    public Optional<Account> byName(String name) {
        return isName(name) ? byName.ask(name) : Optional.empty();
    }

    @Override
    public Optional<Account> byUid(int uid) {
        return byUid.ask(uid);
    }

    @Override
    public Optional<Integer> groupId(String name) {
        return isName(name) ? groups.ask(name) : Optional.empty();
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.indexOf(0) < 0;
    }

    @Override
    public void close() {
        lookUps.close();
    }
}
