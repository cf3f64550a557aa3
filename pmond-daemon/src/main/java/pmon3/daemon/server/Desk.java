package pmon3.daemon.server;

/**
 * Where all transports bring what they have taken: one set of limits and one pool of workers for all of them, so that nobody
 * has more by asking in several ways. Any thread.
 */
final class Desk {
    private final ChannelCount count;
    private final Lanes lanes;
    private final Conversation conversation;

    Desk(ChannelCount count, Lanes lanes, Conversation conversation) {
        this.count = count;
        this.lanes = lanes;
        this.conversation = conversation;
    }

    /** How many requests are taken and unanswered; whoever hands one in has acquired it here, and releases it. */
    ChannelCount count() {
        return count;
    }

    /**
     * Has the request answered soon by a worker, and closed.
     *
     * @param answered called once it is closed, by a worker or at once
     */
    void handIn(TakenRequest request, Runnable answered) {
        if (!lanes.submit(request.caller().uid(), request.isLarge(), () -> answer(request, answered))) {
            request.close();
            answered.run();
        }
    }

    private void answer(TakenRequest request, Runnable answered) {
        try (request) {
            conversation.hold(request);
        } finally {
            answered.run();
        }
    }
}
