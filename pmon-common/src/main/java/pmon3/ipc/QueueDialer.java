package pmon3.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import pmon3.config.Settings;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Reaches pmond by POSIX message queues, through a small program: Java itself has no call for them. */
final class QueueDialer implements StreamChannel.Dialer {
    /** As {@code message_queue.transport} names it. */
    static final String NAME = "posix_mq";

    /** The folder that the launchers' programs are in; they set it. */
    private static final String HOME_PROPERTY = "pmon3.home";

    private static final String PROGRAM = "lib/pmon3-mq";

    private final ChannelDirectory directory;
    private final String mount;

    private QueueDialer(ChannelDirectory directory, String mount) {
        this.directory = directory;
        this.mount = mount;
    }

    /** Finds pmond as {@link ChannelDirectory} does. */
    static QueueDialer of(Settings.Queue queue) {
        return new QueueDialer(ChannelDirectory.find(queue, NAME), queue.posixMqDirectory());
    }

    @Override
    public ByteStream dial(ByteBuffer request, int silenceDeadlineMs) {
        Path program = Path.of(System.getProperty(HOME_PROPERTY, "."), PROGRAM);
        try {
            return ProcessStream.start(List.of(
                    program.toString(),
                    mount,
                    StreamLayout.queuePrefix(directory.path(), directory.pid()),
                    Integer.toString(silenceDeadlineMs)));
        } catch (IOException e) {
            throw new PmonException(
                    ErrorCode.FAILED, program + " cannot be run: build or install pmon3 again: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return directory.lives() ? "pmond (pid " + directory.pid() + ")" : "pmond";
    }

    @Override
    public boolean livesStill() {
        return !directory.lives() || directory.livesStill();
    }

    @Override
    public String whoServes() {
        return directory.whoServes() + " by " + NAME + " in " + mount;
    }
}
