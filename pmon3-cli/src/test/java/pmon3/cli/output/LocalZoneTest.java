package pmon3.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.cli.FakeSurroundings;
import pmon3.ipc.View;

class LocalZoneTest {
    private static final byte[] MAGIC = {'T', 'Z', 'i', 'f', '2'};

    @TempDir
    Path folder;

    private static ByteBuffer of(String tz) {
        return LocalZone.of(new FakeSurroundings().with("TZ", tz));
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Path file(byte[] content, int length) throws IOException {
        return Files.write(folder.resolve("zone"), Arrays.copyOf(content, length));
    }

    @Test
    void aZoneIsTheBytesOfItsFileWithAndWithoutColon() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(MAGIC);
        Path zone = file(MAGIC, MAGIC.length);
        assertThat(of(zone.toString())).isEqualTo(file);
        assertThat(of(":" + zone)).isEqualTo(file);
    }

    @Test
    void whatNamesNoZoneFileIsTakenForARule() throws IOException {
        Path other = file("secret".getBytes(StandardCharsets.US_ASCII), 6);
        assertThat(of(other.toString())).isEqualTo(text(other.toString()));
        assertThat(of("CET-1CEST,M3.5.0,M10.5.0/3")).isEqualTo(text("CET-1CEST,M3.5.0,M10.5.0/3"));
        assertThat(of("../../../etc/passwd")).isEqualTo(text("../../../etc/passwd"));
    }

    @Test
    void whatIsTooLargeIsNotSent() throws IOException {
        Path large = file(MAGIC, View.MAX_ZONE_BYTES + 1);
        assertThat(of(large.toString())).isEqualTo(text(large.toString()));
        assertThat(of("x".repeat(View.MAX_ZONE_BYTES + 1)).remaining()).isZero();
        assertThat(of("").remaining()).isZero();
    }

    @Test
    void withoutTzItIsTheSystems() throws IOException {
        byte[] system =
                Files.exists(Path.of("/etc/localtime")) ? Files.readAllBytes(Path.of("/etc/localtime")) : new byte[0];
        assertThat(LocalZone.of(new FakeSurroundings().without("TZ"))).isEqualTo(ByteBuffer.wrap(system));
    }
}
