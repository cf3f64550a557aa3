package pmon3.ipc;

import pmon3.config.Settings;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The ways to pmond besides shared memory; apart, so that a client that takes that one loads nothing of them. */
public final class OtherTransports {
    private OtherTransports() {}

    /**
     * Finds the pmond to talk to by the first transport that is configured, and waits {@code wait.ipc_connection}.
     *
     * @throws PmonException UNREACHABLE if none lives or it does not serve this transport, PROTOCOL if it speaks another
     *     version, NOT_PERMITTED if it is closed to the caller
     */
    public static RequestChannel connect(Settings settings) {
        RequestChannel channel = connect(settings.queue());
        ShmemChannel.await(settings.waits().ipcConnectionMs());
        return channel;
    }

    /** The same without the wait. */
    public static RequestChannel connect(Settings.Queue queue) {
        String transport = queue.transports().get(0);
        return new StreamChannel(
                switch (transport) {
                    case UnixDialer.NAME -> UnixDialer.of(queue);
                    case QueueDialer.NAME -> QueueDialer.of(queue);
                    case TcpDialer.NAME -> TcpDialer.of(queue.tcp());
                    default ->
                        throw new PmonException(
                                ErrorCode.BAD_CONFIGURATION, transport + " is no transport of this version");
                });
    }
}
