package pmon3.daemon.server;

import java.io.IOException;

/**
 * How one transport is opened, and tried again where it was refused.
 *
 * @param name as {@code message_queue.transport} has it
 */
record Opening(String name, Attempt attempt) {
    /** May be made several times. */
    interface Attempt {
        /**
         * @throws IOException why the machine refuses it now
         * @throws pmon3.model.PmonException what is wrong now with what is configured for it
         */
        StreamTransport open() throws IOException;
    }
}
