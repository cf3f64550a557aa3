package pmon3.daemon.server;

import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.FileStatus;
import pmon3.ipc.OwnUid;

/**
 * Gets rid of names in the channel directory. A directory that is not empty is moved into one of pmond's own: what is in it
 * may be anybody's, so it is never removed by root, and left where it is it would be looked at again and again. Used by the
 * watching thread.
 */
final class Removal {
    private static final Logger log = LoggerFactory.getLogger(Removal.class);
    private static final String PREFIX = "refused-";
    private static final int PRIVATE = 0700;

    private final int directory;
    /** Of this pmond, made when it is needed: the name of nothing that was there before. */
    private final String refused = PREFIX + UUID.randomUUID();

    private final int ownUid = OwnUid.read();
    private boolean made;

    Removal(int directory) {
        this.directory = directory;
    }

    /** @param status what has the name */
    void remove(String name, FileStatus status) {
        if (!ChannelFiles.remove(directory, name, status.isDirectory()) && status.isDirectory()) {
            moveAside(name);
        }
    }

    /** The same for a name of which nothing is known. */
    void remove(String name) {
        ChannelFiles.status(directory, name).ifPresent(status -> remove(name, status));
    }

    /** Whether it is this pmond's, or an earlier one's, for such directories. */
    boolean isOwn(String name) {
        return name.startsWith(PREFIX)
                && ChannelFiles.status(directory, name)
                        .filter(status -> status.isDirectory() && status.uid() == ownUid)
                        .isPresent();
    }

    private void moveAside(String name) {
        try {
            if (!made) {
                ChannelFiles.makeDirectory(directory, refused, PRIVATE);
                made = true;
                log.warn("directories in the channel directory that are not empty are moved to {} in it", refused);
            }
            ChannelFiles.rename(directory, name, refused + "/" + UUID.randomUUID());
        } catch (IOException e) {
            log.debug("a directory in the channel directory resists: {}", e.getMessage());
        }
    }
}
