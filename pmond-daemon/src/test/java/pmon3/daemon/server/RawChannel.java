package pmon3.daemon.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.zip.CRC32;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.MessageWriter;
import pmon3.ipc.Request;
import pmon3.ipc.RequestCodec;

/** A channel file made by hand: right at first, then whatever a hostile client makes of it. */
final class RawChannel implements AutoCloseable {
    private final Path unfinished;
    private final Path published;
    private final FileChannel file;

    private RawChannel(Path directory) throws IOException {
        String name = UUID.randomUUID().toString().replace("-", "");
        unfinished = directory.resolve(name + ChannelLayout.UNFINISHED_SUFFIX);
        published = directory.resolve(name + ChannelLayout.REQUEST_SUFFIX);
        file = FileChannel.open(
                unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
    }

    /** Complete and right, not yet locked nor published. */
    static RawChannel of(Path directory, Request request) {
        try {
            RawChannel channel = new RawChannel(directory);
            MessageWriter message = new MessageWriter();
            RequestCodec.encode(request, message);
            channel.write(message.written());
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ByteBuffer request) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(request.duplicate());
        file.write(ByteBuffer.allocate(ChannelLayout.REQUEST_OFFSET), 0);
        word(ChannelLayout.REQUEST_LENGTH_OFFSET, request.remaining());
        word(ChannelLayout.REQUEST_CHECKSUM_OFFSET, checksum.getValue());
        file.write(request, ChannelLayout.REQUEST_OFFSET);
        word(ChannelLayout.VERSION_OFFSET, ChannelLayout.VERSION);
    }

    Path unfinished() {
        return unfinished;
    }

    Path published() {
        return published;
    }

    FileChannel file() {
        return file;
    }

    RawChannel lock() throws IOException {
        file.lock();
        return this;
    }

    RawChannel publish() throws IOException {
        Files.move(unfinished, published);
        return this;
    }

    RawChannel word(int offset, long value) throws IOException {
        file.write(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value), offset);
        return this;
    }

    long word(int offset) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return file.read(word, offset) == Long.BYTES ? word.getLong(0) : 0;
    }

    boolean isListed() {
        return Files.exists(published, LinkOption.NOFOLLOW_LINKS);
    }

    boolean isTaken() throws IOException {
        return word(ChannelLayout.STATE_OFFSET) != ChannelLayout.STATE_NEW;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
