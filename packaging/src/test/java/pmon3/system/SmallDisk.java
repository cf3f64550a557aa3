package pmon3.system;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tmpfs of few bytes at a folder of the test's, to be filled up and freed again; only for root. */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 4096;

    private final Path folder;
    /** Where the tests themselves are ended before they have closed it. */
    private final Thread lastResort = new Thread(this::unmount, "unmount");

    private SmallDisk(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** @param size as mount(8) takes it, such as {@code 1m} */
    static SmallDisk at(Path folder, String size) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Command.of("mount", "-t", "tmpfs", "-o", "mode=0755,size=" + size, "tmpfs", folder.toString())
                .run()
                .ok();
        return new SmallDisk(folder);
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Until not one block is left. */
    void fill() {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(full);
            }
        }
    }

    void free() {
        try {
            Files.delete(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(lastResort);
        unmount();
    }

    /** What pmond still has open in it stays until it closes it. */
    private void unmount() {
        Command.of("umount", "--lazy", folder.toString()).run().ok();
    }
}
