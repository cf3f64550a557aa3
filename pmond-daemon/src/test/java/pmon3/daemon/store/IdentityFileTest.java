package pmon3.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.QuietLog;
import pmon3.daemon.kernel.FakeKernel;
import pmon3.ipc.OwnUid;

class IdentityFileTest extends KeptIdentitiesContract {
    private static final int HEADER_AND_SLOT = 128;

    @TempDir
    Path folder;

    private IdentityFile identities;

    @BeforeEach
    void open() {
        QuietLog.begin();
        identities = open(FakeKernel.BOOT_ID, "data");
    }

    @AfterEach
    void close() {
        identities.close();
    }

    private Path file() {
        return folder.resolve("pmond.identities");
    }

    private IdentityFile open(String bootId, String data) {
        return IdentityFile.open(file(), folder.resolve(data), bootId, OwnUid.read());
    }

    @Override
    KeptIdentities identities() {
        return identities;
    }

    @Override
    KeptIdentities reopened() {
        identities.close();
        identities = open(FakeKernel.BOOT_ID, "data");
        return identities;
    }

    @Test
    void itIsPrivateAndItsMemoryIsThereFromTheBeginning() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.size(file())).isEqualTo(64 * 8_193);
        assertThat((int) Files.getAttribute(file(), "unix:nlink")).isEqualTo(1);
    }

    @Test
    void anotherBootsAndAnotherDatabasesSayNothing() {
        identities.keep(kept(7, 70));
        identities.close();
        identities = open("another-boot", "data");
        assertThat(identities.all()).isEmpty();
        identities.keep(kept(7, 70));
        identities.close();
        identities = open("another-boot", "other-data");
        assertThat(identities.all()).isEmpty();
    }

    @Test
    void whatOthersMayHaveWrittenIsNotBelieved() throws IOException {
        identities.keep(kept(7, 70));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));
        assertThat(reopened().all()).isEmpty();
        identities.keep(kept(7, 70));
        Files.createLink(folder.resolve("second-name"), file());
        assertThat(reopened().all()).isEmpty();
        identities.keep(kept(7, 70));
        Files.move(file(), folder.resolve("elsewhere"));
        Files.createSymbolicLink(file(), folder.resolve("elsewhere"));
        assertThat(reopened().all()).isEmpty();
        assertThat(Files.isSymbolicLink(file())).isFalse();
    }

    @Test
    void aDamagedSlotSaysNothingAndTheOthersDo() throws IOException {
        identities.keep(kept(7, 70));
        identities.keep(kept(8, 80));
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), HEADER_AND_SLOT - 40);
        }
        assertThat(reopened().all()).containsExactly(kept(8, 80));
    }

    @Test
    void whatWasRemovedIsMadeAgainWithAllThatIsKept() throws IOException {
        identities.keep(kept(7, 70));
        Files.delete(file());
        assertThat(identities.keep(kept(8, 80))).isTrue();
        assertThat(reopened().all()).containsExactlyInAnyOrder(kept(7, 70), kept(8, 80));
    }

    @Test
    void whereNothingCanBeKeptThatIsSaid() throws IOException {
        Files.delete(file());
        Path moved = folder.resolveSibling(folder.getFileName() + "-moved");
        Files.move(folder, moved);
        try {
            assertThat(identities.keep(kept(7, 70))).isFalse();
        } finally {
            Files.move(moved, folder);
        }
        assertThat(identities.keep(kept(7, 70))).isTrue();
    }

    @Test
    void itHasRoomForAFleetAndNoMore() {
        for (int id = 1; id <= 8_192; id++) {
            assertThat(identities.keep(kept(id, id))).isTrue();
        }
        assertThat(identities.keep(kept(9_000, 1))).isFalse();
        identities.drop(1);
        assertThat(identities.keep(kept(9_000, 1))).isTrue();
        assertThat(reopened().all()).hasSize(8_192);
    }
}
