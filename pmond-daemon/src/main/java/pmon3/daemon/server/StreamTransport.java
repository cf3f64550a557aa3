package pmon3.daemon.server;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests over connections, which one thread lets in at the door that a porter knows. */
final class StreamTransport implements Transport {
    private static final Logger log = LoggerFactory.getLogger(StreamTransport.class);
    /** After an error, so that one that stays does not fill the log. */
    private static final long ERROR_PAUSE_NS = 1_000_000_000L;

    private final Porter porter;
    private final StreamDoor door;
    private final Thread doorkeeper;
    private volatile boolean stopping;
    private volatile boolean renewing;

    private StreamTransport(String name, Porter porter, StreamDoor door) {
        this.porter = porter;
        this.door = door;
        this.doorkeeper = new Thread(this::keepUntilStopped, name);
    }

    /**
     * Takes the porter over, and closes it if that fails.
     *
     * @param name of the thread
     */
    static StreamTransport of(String name, Porter porter, IntakeRate rate) throws IOException {
        boolean made = false;
        try {
            StreamTransport transport = new StreamTransport(name, porter, new StreamDoor(porter, rate));
            made = true;
            return transport;
        } finally {
            if (!made) {
                porter.close();
            }
        }
    }

    @Override
    public void serve(Desk desk) {
        door.open(desk);
        doorkeeper.start();
    }

    /** The door is to be made again. Any thread. */
    void renew() {
        renewing = true;
        door.wake();
    }

    @Override
    public void stop() {
        stopping = true;
        door.wake();
        LockSupport.unpark(doorkeeper);
        try {
            doorkeeper.join(ServerLimits.CLOSE_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        porter.stop();
    }

    @Override
    public void close() {
        if (doorkeeper.isAlive()) {
            // It may still use the descriptors, whose numbers would soon be others'.
            log.error("the door of {} does not end, and stays as it is until pmond has ended", porter.place());
            return;
        }
        door.close();
        porter.close();
    }

    /** A wish that comes meanwhile is another one. */
    private void renewDoor() throws IOException {
        renewing = false;
        boolean isMade = false;
        try {
            porter.renew();
            isMade = true;
        } finally {
            renewing |= !isMade;
        }
    }

    private void keepUntilStopped() {
        while (!stopping) {
            try {
                if (renewing) {
                    renewDoor();
                }
                door.step();
            } catch (IOException | RuntimeException | Error e) {
                log.error("the door of {} goes on after an error", porter.place(), e);
                LockSupport.parkNanos(ERROR_PAUSE_NS);
            }
        }
    }
}
