package pmon3.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What tells one state of a file from another without reading it: size, inode, and the times of content and inode in
 * nanoseconds. A file that is not there has a stamp as well.
 *
 * @param changedNs of the inode, nanoseconds since 1970: also moves with owner and mode
 */
public record FileStamp(boolean exists, long sizeBytes, long inode, long modifiedNs, long changedNs) {
    /** Two writes within one tick of the kernel's clock have the same times; ticks are 1 to 10 ms. */
    private static final long UNSETTLED_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final FileStamp ABSENT = new FileStamp(false, 0, 0, 0, 0);

    /** @throws IOException if it cannot be told, other than for a file that is not there */
    public static FileStamp of(Path file) throws IOException {
        try {
            Map<String, Object> stat = Files.readAttributes(file, "unix:size,ino,lastModifiedTime,ctime");
            return new FileStamp(
                    true,
                    (Long) stat.get("size"),
                    (Long) stat.get("ino"),
                    nanos(stat.get("lastModifiedTime")),
                    nanos(stat.get("ctime")));
        } catch (NoSuchFileException e) {
            return ABSENT;
        }
    }

    private static long nanos(Object time) {
        return ((FileTime) Objects.requireNonNull(time)).to(TimeUnit.NANOSECONDS);
    }

    /**
     * Whether the file was left alone long enough before it was read that a later write must show in its stamp.
     *
     * @param readAtMs when reading began, wall clock, milliseconds since 1970
     */
    public boolean isSettled(long readAtMs) {
        return TimeUnit.MILLISECONDS.toNanos(readAtMs) - Math.max(modifiedNs, changedNs) > UNSETTLED_NS;
    }
}
