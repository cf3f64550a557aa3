package pmon3.ipc;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * One channel file, from its making to its end. It gets a name only once it is complete and locked: the write lock, held
 * until {@link #close}, is what proves to pmond who asks and that the asker still lives.
 */
final class RequestFile implements AutoCloseable {
    private static final String RANDOM_SOURCE = "/dev/urandom";
    private static final String HEX_DIGITS = "0123456789abcdef";

    private final FileChannel file;
    private final Path published;

    private RequestFile(FileChannel file, Path published) {
        this.file = file;
        this.published = published;
    }

    /**
     * Makes the file and renames it to where pmond takes it.
     *
     * @throws PmonException NOT_PERMITTED if the caller may not make files there, UNREACHABLE if it cannot be made
     */
    static RequestFile publish(Path directory, ByteBuffer request) {
        requireSize(request);
        try {
            return create(directory, request);
        } catch (AccessDeniedException e) {
            throw ChannelDirectory.closed(directory, e);
        } catch (NoSuchFileException e) {
            throw new PmonException(ErrorCode.UNREACHABLE, "pmond must be running: " + directory + " is gone", e);
        } catch (IOException e) {
            throw new PmonException(ErrorCode.UNREACHABLE, "cannot write a request: " + e.getMessage(), e);
        }
    }

    /** @throws PmonException LIMIT if it is larger than pmond takes */
    static void requireSize(ByteBuffer request) {
        if (request.remaining() > ChannelLayout.MAX_REQUEST_BYTES) {
            throw new PmonException(
                    ErrorCode.LIMIT,
                    "the request has " + request.remaining() + " bytes, more than " + ChannelLayout.MAX_REQUEST_BYTES);
        }
    }

    FileChannel channel() {
        return file;
    }

    /** Whether pmond has not yet removed the name. */
    boolean isListed() {
        return Files.exists(published, LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes the request back, if pmond has not removed its name. */
    void withdraw() {
        try {
            Files.deleteIfExists(published);
        } catch (IOException e) {
            throw new PmonException(ErrorCode.FAILED, "cannot take a request back: " + e.getMessage(), e);
        }
    }

    /** Lets go of the lock. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new PmonException(ErrorCode.FAILED, "cannot close a request: " + e.getMessage(), e);
        }
    }

    private static RequestFile create(Path directory, ByteBuffer request) throws IOException {
        String name = randomName();
        Path unfinished = directory.resolve(name + ChannelLayout.UNFINISHED_SUFFIX);
        Path published = directory.resolve(name + ChannelLayout.REQUEST_SUFFIX);
        FileChannel file = FileChannel.open(unfinished, options(), ownerOnly());
        boolean done = false;
        try {
            fill(file, request);
            file.lock(0, Long.MAX_VALUE, false);
            stampVersion(file);
            Files.move(unfinished, published, StandardCopyOption.ATOMIC_MOVE);
            done = true;
            return new RequestFile(file, published);
        } finally {
            if (!done) {
                file.close();
                Files.deleteIfExists(unfinished);
            }
        }
    }

    /** Everything in one write, so that no page is missing when the ring is used: a full file system fails here. */
    private static void fill(FileChannel file, ByteBuffer request) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(request.duplicate());
        ByteBuffer bytes = ByteBuffer.allocate(ChannelLayout.REQUEST_OFFSET + request.remaining())
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(ChannelLayout.REQUEST_LENGTH_OFFSET, request.remaining());
        bytes.putLong(ChannelLayout.REQUEST_CHECKSUM_OFFSET, checksum.getValue());
        bytes.position(ChannelLayout.REQUEST_OFFSET);
        bytes.put(request).flip();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static void stampVersion(FileChannel file) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        word.putLong(0, ChannelLayout.VERSION);
        file.write(word, ChannelLayout.VERSION_OFFSET);
    }

    private static Set<OpenOption> options() {
        Set<OpenOption> options = new HashSet<>();
        options.add(StandardOpenOption.CREATE_NEW);
        options.add(StandardOpenOption.READ);
        options.add(StandardOpenOption.WRITE);
        return options;
    }

    private static FileAttribute<Set<PosixFilePermission>> ownerOnly() {
        // Not an EnumSet: that finds the constants by reflection, which costs a fresh JVM 1 ms.
        return PosixFilePermissions.asFileAttribute(
                Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }

    private static String randomName() throws IOException {
        byte[] random;
        try (FileInputStream source = new FileInputStream(RANDOM_SOURCE)) {
            random = source.readNBytes(ChannelLayout.NAME_DIGITS / 2);
        }
        StringBuilder name = new StringBuilder(ChannelLayout.NAME_DIGITS);
        for (byte b : random) {
            name.append(HEX_DIGITS.charAt(b >> 4 & 0xf)).append(HEX_DIGITS.charAt(b & 0xf));
        }
        return name.toString();
    }
}
