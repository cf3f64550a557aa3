package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import jnr.ffi.LibraryLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which processes count as not there, and which failures must not be taken for that. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcScannerTest {
    private static final int NOBODY = 65534;
    private static final int SEEN = 7;
    private static final int OTHER = 8;

    @TempDir
    Path folder;

    private ProcFolder proc;

    /** Changes with whose rights this thread alone opens files. */
    public interface FileRights {
        int setfsuid(int uid);
    }

    @BeforeEach
    void showOne() throws IOException {
        proc = new ProcFolder(folder);
        proc.show(SEEN, 1);
    }

    @Test
    void a_process_hidden_from_us_is_left_out() throws IOException {
        proc.hide(OTHER);
        FileRights rights = LibraryLoader.create(FileRights.class).load("c");
        int own = rights.setfsuid(OwnProcess.effectiveUid() == 0 ? NOBODY : OwnProcess.effectiveUid());
        try (ProcScanner scanner = proc.scanner()) {
            assertThat(scanner.scan().find(SEEN)).isPresent();
            assertThat(scanner.scan().find(OTHER)).isEmpty();
            assertThat(scanner.read(OTHER)).isEmpty();
        } finally {
            rights.setfsuid(own);
        }
    }

    @Test
    void a_failure_that_says_nothing_of_the_process_is_told() throws IOException {
        proc.obstruct(OTHER);
        try (ProcScanner scanner = proc.scanner()) {
            assertThatThrownBy(scanner::scan)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageEndingWith("/8/stat: too many levels of symbolic links");
        }
    }

    @Test
    void a_reading_needs_no_descriptor_to_be_free() throws IOException {
        try (ProcScanner scanner = proc.scanner()) {
            scanner.scan();
            Optional<ProcessTable.Entry> first;
            ProcessTable second;
            try (ScarceDescriptors scarce = ScarceDescriptors.takeAll()) {
                first = scanner.read(SEEN);
                second = scanner.scan();
                assertThat(scarce.takeFree()).isZero();
            }
            assertThat(first).isPresent();
            assertThat(second.find(SEEN)).isPresent();
        }
    }
}
