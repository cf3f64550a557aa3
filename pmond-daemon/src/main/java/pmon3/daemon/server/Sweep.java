package pmon3.daemon.server;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import pmon3.daemon.kernel.ChannelFiles;
import pmon3.daemon.kernel.FileStatus;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.StreamLayout;

/**
 * One walk over the channel directory, a few names at a time: requests are handed on, what cannot become one is removed.
 * Nothing is removed recursively; what resists stays. Used by the watching thread.
 */
final class Sweep implements AutoCloseable {
    private final int directory;
    private final Removal removal;
    private final Consumer<String> onRequest;
    private final DirectoryStream<Path> listing;
    private final Iterator<Path> names;
    private final Map<Integer, Integer> unfinishedByUid = new HashMap<>();
    private final long nowEpochSec = System.currentTimeMillis() / 1000;

    private Sweep(int directory, Removal removal, Consumer<String> onRequest, DirectoryStream<Path> listing) {
        this.directory = directory;
        this.removal = removal;
        this.onRequest = onRequest;
        this.listing = listing;
        this.names = listing.iterator();
    }

    static Sweep begin(int directory, Removal removal, Consumer<String> onRequest) throws IOException {
        return new Sweep(
                directory, removal, onRequest, Files.newDirectoryStream(Path.of(ChannelFiles.pathOf(directory))));
    }

    /** Looks at the next few names; false once there are no more. */
    boolean step() throws IOException {
        try {
            for (int i = 0; i < ServerLimits.SWEEP_STEP_NAMES; i++) {
                if (!names.hasNext()) {
                    return false;
                }
                look(ChannelFiles.nameOf(names.next()));
            }
            return true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        listing.close();
    }

    private void look(String name) {
        if (Intake.isRequest(name)) {
            onRequest.accept(name);
        } else if (!isOwn(name) && !(Intake.isUnfinished(name) && isBeingFilled(name))) {
            removal.remove(name);
        }
    }

    private boolean isOwn(String name) {
        return name.equals(ChannelLayout.LOCK_FILE)
                || name.equals(ChannelLayout.IDENTITY_FILE)
                || name.equals(StreamLayout.SOCKET)
                || removal.isOwn(name);
    }

    /** Young, and not one of too many of the same user. */
    private boolean isBeingFilled(String name) {
        Optional<FileStatus> status = ChannelFiles.status(directory, name);
        return status.isPresent()
                && status.get().isRegular()
                && nowEpochSec - status.get().changedAtEpochSec() <= ServerLimits.UNFINISHED_MAX_AGE_SEC
                && unfinishedByUid.merge(status.get().uid(), 1, Integer::sum) <= ServerLimits.MAX_CHANNELS_PER_USER;
    }
}
