package pmon3.daemon.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.ErrnoException;
import pmon3.daemon.kernel.FileFacts;
import pmon3.daemon.kernel.NativeFiles;
import pmon3.daemon.kernel.OpenFile;
import pmon3.daemon.kernel.ProcessIdentity;

/**
 * A small file in the channel directory, which is memory: whole from the beginning, so that a full disk and a full
 * {@code /dev/shm} do not matter when it is needed. One thread.
 *
 * <pre>
 *   header   0 magic 8 | key 8: whose file this is | slots 4 | unused
 *   slot n   64 (n + 1): process id 8 | created, seconds 8 | nanoseconds 4 | pid 4 | start ticks 8 | CRC-32 8 | unused
 * </pre>
 *
 * Numbers are big-endian; a slot is free while its process id is 0. The key is made of the boot and the data directory,
 * so that a file of another boot or another pmond says nothing.
 */
public final class IdentityFile implements KeptIdentities, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.store");
    private static final long MAGIC = 0x706d_6f6e_3369_6401L;
    private static final int MODE = 0600;
    private static final int SLOT_BYTES = 64;
    /** As many programs as may be started while the database does not store; more wait for it. */
    private static final int SLOTS = 8_192;

    private static final int FILE_BYTES = SLOT_BYTES * (SLOTS + 1);
    private static final int CHECKED_BYTES = 32;

    private final String path;
    private final long key;
    private final String bootId;
    private final int uid;
    private final Map<Long, Integer> slots = new HashMap<>();
    private final Map<Long, KeptIdentity> kept = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private Optional<OpenFile> file = Optional.empty();

    private IdentityFile(String path, long key, String bootId, int uid) {
        this.path = path;
        this.key = key;
        this.bootId = bootId;
        this.uid = uid;
    }

    /**
     * Reads the file of an earlier pmond of this boot, or makes a new one. Where that is not possible, nothing is kept,
     * and the log says why.
     *
     * @param uid pmond's own: nobody else's file is believed
     */
    public static IdentityFile open(Path file, Path dataDirectory, String bootId, int uid) {
        long key = crc((bootId + '\0' + dataDirectory.toAbsolutePath().normalize()).getBytes(StandardCharsets.UTF_8));
        IdentityFile identities = new IdentityFile(file.toString(), key, bootId, uid);
        try {
            identities.readOrMake();
        } catch (IOException e) {
            identities.unavailable(e);
        }
        return identities;
    }

    private void unavailable(IOException failure) {
        close();
        LOG.warn(
                "{}: while the database does not store, what ends is not started again: {}",
                path,
                failure.getMessage());
    }

    private void readOrMake() throws IOException {
        Optional<byte[]> content = readOwn();
        if (content.isPresent()) {
            take(content.get());
        } else {
            make();
        }
    }

    /** Nothing if there is no such file, or none that can be believed. */
    private Optional<byte[]> readOwn() throws IOException {
        try {
            OpenFile found = NativeFiles.openNoFollow(path);
            file = Optional.of(found);
            byte[] content = new byte[FILE_BYTES];
            boolean usable = isOwn(found.facts())
                    && found.read(0, content, 0, FILE_BYTES) == FILE_BYTES
                    && isHeader(ByteBuffer.wrap(content));
            return usable ? Optional.of(content) : Optional.empty();
        } catch (ErrnoException unusable) {
            return Optional.empty();
        }
    }

    private boolean isOwn(FileFacts facts) {
        return facts.isRegular()
                && facts.uid() == uid
                && facts.links() == 1
                && facts.mode() == MODE
                && facts.size() == FILE_BYTES;
    }

    private boolean isHeader(ByteBuffer content) {
        return content.getLong(0) == MAGIC && content.getLong(8) == key && content.getInt(16) == SLOTS;
    }

    private void take(byte[] content) {
        for (int slot = 0; slot < SLOTS; slot++) {
            Optional<KeptIdentity> found = slot(ByteBuffer.wrap(content, SLOT_BYTES * (slot + 1), SLOT_BYTES));
            if (found.isPresent()) {
                slots.put(found.get().processId(), slot);
                kept.put(found.get().processId(), found.get());
            } else {
                free.add(slot);
            }
        }
    }

    private Optional<KeptIdentity> slot(ByteBuffer bytes) {
        byte[] checked = new byte[CHECKED_BYTES];
        bytes.get(checked);
        ByteBuffer fields = ByteBuffer.wrap(checked);
        long processId = fields.getLong();
        if (processId == 0 || bytes.getLong() != crc(checked)) {
            return Optional.empty();
        }
        Instant createdAt = Instant.ofEpochSecond(fields.getLong(), fields.getInt());
        int pid = fields.getInt();
        return Optional.of(new KeptIdentity(processId, createdAt, new ProcessIdentity(pid, fields.getLong(), bootId)));
    }

    /** Written in full, so that its memory is there when nobody else can have any. */
    private void make() throws IOException {
        close();
        remove();
        OpenFile made = NativeFiles.create(path, MODE);
        file = Optional.of(made);
        made.chmod(MODE);
        byte[] content = new byte[FILE_BYTES];
        ByteBuffer.wrap(content).putLong(MAGIC).putLong(key).putInt(SLOTS);
        made.write(0, content, 0, FILE_BYTES);
        for (int slot = 0; slot < SLOTS; slot++) {
            free.add(slot);
        }
        for (KeptIdentity identity : List.copyOf(kept.values())) {
            write(identity);
        }
    }

    private void remove() throws IOException {
        try {
            NativeFiles.unlink(path);
        } catch (ErrnoException failure) {
            if (!failure.isMissing()) {
                throw failure;
            }
        }
    }

    @Override
    public List<KeptIdentity> all() {
        return List.copyOf(kept.values());
    }

    @Override
    public boolean keep(KeptIdentity identity) {
        try {
            if (!isInPlace()) {
                make();
            }
            boolean written = write(identity);
            if (written) {
                kept.put(identity.processId(), identity);
            }
            return written;
        } catch (IOException e) {
            unavailable(e);
            return false;
        }
    }

    /** Somebody may have removed the directory. */
    private boolean isInPlace() throws IOException {
        try {
            return file.isPresent()
                    && NativeFiles.lstat(path).isSameFile(file.get().facts());
        } catch (ErrnoException failure) {
            if (failure.isMissing()) {
                return false;
            }
            throw failure;
        }
    }

    private boolean write(KeptIdentity identity) throws IOException {
        Integer known = slots.get(identity.processId());
        Integer slot = known == null ? free.poll() : known;
        if (slot == null || file.isEmpty()) {
            return false;
        }
        slots.put(identity.processId(), slot);
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES)
                .putLong(identity.processId())
                .putLong(identity.createdAt().getEpochSecond())
                .putInt(identity.createdAt().getNano())
                .putInt(identity.identity().pid())
                .putLong(identity.identity().startTicks());
        byte[] checked = new byte[CHECKED_BYTES];
        bytes.get(0, checked);
        write(slot, bytes.putLong(crc(checked)).array());
        return true;
    }

    private void write(int slot, byte[] bytes) throws IOException {
        file.orElseThrow().write((long) SLOT_BYTES * (slot + 1), bytes, 0, SLOT_BYTES);
    }

    @Override
    public void drop(long processId) {
        kept.remove(processId);
        Integer slot = slots.remove(processId);
        if (slot == null || file.isEmpty()) {
            return;
        }
        try {
            write(slot, new byte[SLOT_BYTES]);
            free.add(slot);
        } catch (IOException e) {
            unavailable(e);
        }
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    /** What is kept stays for the next pmond. */
    @Override
    public void close() {
        file.ifPresent(OpenFile::close);
        file = Optional.empty();
        slots.clear();
        free.clear();
    }
}
