package pmon3.system;

import java.util.Optional;

/** Somebody who asks for the list again and again, as that user and with the client as it is, and must be answered each time. */
final class HonestClient implements AutoCloseable {
    private final PmondFixture pmond;
    private final String user;
    private final Thread thread = new Thread(this::run, "honest");
    private volatile boolean stopping;
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile int answered;

    private HonestClient(PmondFixture pmond, String user) {
        this.pmond = pmond;
        this.user = user;
    }

    static HonestClient start(PmondFixture pmond, String user) {
        HonestClient client = new HonestClient(pmond, user);
        client.thread.start();
        return client;
    }

    private void run() {
        try {
            while (!stopping) {
                Ran list = pmond.runAs(user, "ls").ok();
                if (TableRow.parse(list.out()).isEmpty()) {
                    throw new AssertionError("an empty answer: " + list);
                }
                answered++;
            }
        } catch (RuntimeException | AssertionError e) {
            failure = Optional.of(e);
        }
    }

    int answered() {
        return answered;
    }

    /** Whether one request was not answered, so that there are no more. */
    boolean isEnded() {
        return failure.isPresent();
    }

    /** How many answers there were; fails if one request was not answered. */
    int stop() {
        close();
        failure.ifPresent(cause -> {
            throw new AssertionError("an honest request after " + answered + " that were answered", cause);
        });
        return answered;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while an honest client ends", e);
        }
    }
}
