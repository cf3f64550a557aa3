package pmon3.daemon.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The users that a test names. */
public final class FakeUserDirectory implements UserDirectory {
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<String, Integer> groups = new TreeMap<>();
    private boolean silent;
    private int questions;
    private Runnable onQuestion = () -> {};

    /** A user with a group of the same name and number, and these supplementary groups. */
    public synchronized FakeUserDirectory user(String name, int id, Integer... supplementary) {
        List<Integer> all = new ArrayList<>(List.of(supplementary));
        all.add(0, id);
        accounts.put(name, new Account(name, id, id, "/home/" + name, "/bin/sh", all));
        return group(name, id);
    }

    public synchronized FakeUserDirectory group(String name, int id) {
        groups.put(name, id);
        return this;
    }

    public synchronized void remove(String name) {
        accounts.remove(name);
    }

    /** From now on the databases do not answer. */
    public synchronized void fallSilent() {
        silent = true;
    }

    @Override
    public synchronized Optional<Account> byName(String name) {
        requireAnswer();
        return Optional.ofNullable(accounts.get(name));
    }

    @Override
    public synchronized Optional<Account> byUid(int uid) {
        requireAnswer();
        return accounts.values().stream()
                .filter(account -> account.uid() == uid)
                .findFirst();
    }

    @Override
    public synchronized Optional<Integer> groupId(String name) {
        requireAnswer();
        return Optional.ofNullable(groups.get(name));
    }

    /** Does this with each question, in the thread that asks. */
    public synchronized void onQuestion(Runnable noticed) {
        onQuestion = noticed;
    }

    /** How often it was asked. */
    public synchronized int questions() {
        return questions;
    }

    private void requireAnswer() {
        questions++;
        onQuestion.run();
        if (silent) {
            throw new PmonException(ErrorCode.FAILED, "the user database does not answer");
        }
    }
}
