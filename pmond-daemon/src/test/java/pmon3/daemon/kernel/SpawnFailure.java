package pmon3.daemon.kernel;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Why a start fails, in the words that pmond has for it. */
public enum SpawnFailure {
    EMFILE(Errno.EMFILE, false),
    EAGAIN(Errno.EAGAIN, false),
    ENOMEM(12, false),
    ENOENT(Errno.ENOENT, true),
    EACCES(Errno.EACCES, true);

    private final int errno;
    private final boolean ofFile;

    /** @param ofFile whether it is the program that is at fault */
    SpawnFailure(int errno, boolean ofFile) {
        this.errno = errno;
        this.ofFile = ofFile;
    }

    /** One for which there is no helper to be had, which is over after a while. */
    public static SpawnFailure anyShortage(Random random) {
        List<SpawnFailure> shortages =
                Stream.of(values()).filter(failure -> !failure.ofFile).toList();
        return shortages.get(random.nextInt(shortages.size()));
    }

    public String text(String file) {
        return (ofFile ? file : SpawnHelper.SUBJECT) + ": " + Errno.text(errno);
    }
}
