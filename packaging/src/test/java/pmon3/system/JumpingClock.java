package pmon3.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A wall clock that a pmond is made to believe: a preloaded library adds what stands in a file to the machine's own clock,
 * which is everybody's and stays as it is. The monotonic clock goes on, as the kernel's does when somebody sets the clock.
 */
final class JumpingClock {
    static final long DAY_S = 86_400;

    private static final String LIBRARY = """
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <stdlib.h>
            #include <sys/mman.h>
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            static volatile const long *ahead;

            __attribute__((constructor)) static void open_file(void) {
                const char *path = getenv("PMON3_TEST_CLOCK");
                int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
                if (file < 0) return;
                void *words = mmap(0, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
                if (words != MAP_FAILED) ahead = words;
                close(file);
            }

            int clock_gettime(clockid_t clock, struct timespec *now) {
                int failed = syscall(SYS_clock_gettime, clock, now);
                if (!failed && clock == CLOCK_REALTIME && ahead) now->tv_sec += *ahead;
                return failed;
            }

            int gettimeofday(struct timeval *now, void *zone) {
                struct timespec exact;
                (void)zone;
                clock_gettime(CLOCK_REALTIME, &exact);
                now->tv_sec = exact.tv_sec;
                now->tv_usec = exact.tv_nsec / 1000;
                return 0;
            }

            time_t time(time_t *now) {
                struct timespec exact;
                clock_gettime(CLOCK_REALTIME, &exact);
                if (now) *now = exact.tv_sec;
                return exact.tv_sec;
            }
            """;

    private final Path file;

    private JumpingClock(Path file) {
        this.file = file;
    }

    /** For a pmond that is not started yet. */
    static JumpingClock of(PmondFixture pmond) {
        JumpingClock clock = new JumpingClock(pmond.folder().resolve("clock"));
        clock.set(0);
        Preloaded.into(pmond, "clock", LIBRARY).environment("PMON3_TEST_CLOCK", clock.file.toString());
        return clock;
    }

    /** @param aheadS seconds that are added from now on; negative: the clock is behind */
    void set(long aheadS) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putLong(aheadS)
                    .flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
