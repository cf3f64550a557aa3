package pmon3.daemon;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How much of pmond's log ordinary users may fill with what they ask for and with what becomes of their processes: each so
 * much at once, and then so much a second. What is beyond is counted, and told once there is room again. Any thread.
 */
final class LogBudget {
    /** Room for some two thousand usual lines. */
    static final int BURST_BYTES = 256 * 1024;
    /** Some 85 MB a day. */
    static final int BYTES_PER_SECOND = 1024;
    /** All ordinary users together fill the log as fast as so many of them. */
    static final int ALL = 16;
    /** Users told apart; those that come while so many are at it share one account: uids are cheap in user namespaces. */
    static final int ACCOUNTS = 256;

    private static final String THE_OTHERS = "";

    /** What is counted as suppressed is told when so much room is there again. */
    static final int ROOM_TO_TELL_BYTES = 8 * 1024;

    private static final class Account {
        private final int shares;
        private long room;
        private long filledAtNanos;
        private long suppressed;

        private Account(int shares, long nowNanos) {
            this.shares = shares;
            this.room = (long) shares * BURST_BYTES;
            this.filledAtNanos = nowNanos;
        }
    }

    private final Map<String, Account> accounts = new HashMap<>();
    private Account all;

    /** Whether a line of so many bytes on a user's account is written; if not it is counted. */
    synchronized boolean takes(String uid, int bytes, long nowNanos) {
        Account account = account(uid, nowNanos);
        fill(account, nowNanos);
        fill(all, nowNanos);
        if (account.suppressed > 0 || account.room < bytes || all.room < bytes) {
            account.suppressed++;
            return false;
        }
        account.room -= bytes;
        all.room -= bytes;
        return true;
    }

    private Account account(String uid, long nowNanos) {
        if (all == null) {
            all = new Account(ALL, nowNanos);
        }
        String key = accounts.containsKey(uid) || accounts.size() < ACCOUNTS ? uid : THE_OTHERS;
        return accounts.computeIfAbsent(key, absent -> new Account(1, nowNanos));
    }

    /** What has to be said of one of the users whose lines were suppressed, if there is one with room again. */
    synchronized Optional<String> dueNotice(long nowNanos) {
        for (Iterator<Map.Entry<String, Account>> all = accounts.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Account> entry = all.next();
            Account account = entry.getValue();
            fill(account, nowNanos);
            if (account.suppressed > 0 && account.room >= ROOM_TO_TELL_BYTES) {
                String notice = account.suppressed + " more lines about "
                        + (entry.getKey().equals(THE_OTHERS) ? "other users" : "uid " + entry.getKey()) + " suppressed";
                account.suppressed = 0;
                return Optional.of(notice);
            }
            if (account.room == BURST_BYTES) {
                all.remove();
            }
        }
        return Optional.empty();
    }

    private static void fill(Account account, long nowNanos) {
        long bytes = TimeUnit.NANOSECONDS.toMillis(nowNanos - account.filledAtNanos)
                * BYTES_PER_SECOND
                * account.shares
                / 1000;
        if (bytes > 0) {
            account.room = Math.min((long) BURST_BYTES * account.shares, account.room + bytes);
            account.filledAtNanos = nowNanos;
        }
    }
}
