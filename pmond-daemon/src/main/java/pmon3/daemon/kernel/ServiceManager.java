package pmon3.daemon.kernel;

import java.io.IOException;

/** Whoever started pmond as a service and wants to hear how it is, in the words of sd_notify(3). */
public interface ServiceManager {
    /** Waits while the receiver's queue is full. */
    void tell(String state) throws IOException;

    /** Fails while the receiver's queue is full. */
    void tellAtOnce(String state) throws IOException;
}
