package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
    /** The kernel gives the lowest free number, so the file's is most likely the one that was given up. */
    @Test
    void once_closed_it_wakes_nobody_and_writes_into_no_descriptor_of_another(@TempDir Path folder) throws Exception {
        Readiness readiness = new Readiness();
        readiness.close();
        try (FileChannel other =
                FileChannel.open(folder.resolve("other"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            readiness.wake();
            readiness.close();
            assertThat(other.isOpen()).isTrue();
            assertThat(other.size()).isZero();
            other.force(true);
        }
    }
}
