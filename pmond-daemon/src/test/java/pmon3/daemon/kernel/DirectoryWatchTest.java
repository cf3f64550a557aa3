package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWatchTest {
    /** As many as it has descriptors: the kernel gives the lowest free numbers, so they are most likely those. */
    private static final int DESCRIPTORS = 2;

    @Test
    void once_closed_it_wakes_nobody_and_touches_no_descriptor_of_another(@TempDir Path folder) throws Exception {
        int directory = ChannelFiles.openDirectory(folder.toString());
        DirectoryWatch watch = DirectoryWatch.ofCreations(directory);
        watch.close();
        List<FileChannel> others = new ArrayList<>();
        for (int i = 0; i < DESCRIPTORS; i++) {
            others.add(opened(folder.resolve("other-" + i)));
        }
        watch.wake();
        watch.close();
        for (FileChannel other : others) {
            assertThat(other.size()).isZero();
            other.close();
        }
        ChannelFiles.close(directory);
    }

    private static FileChannel opened(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
