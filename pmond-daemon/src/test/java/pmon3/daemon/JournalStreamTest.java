package pmon3.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStreamTest {
    @TempDir
    Path place;

    @Test
    void theStreamThatTheVariableNamesIsTheJournalAndNoOther() throws Exception {
        Path stream = Files.createFile(place.resolve("stream"));
        Path other = Files.createFile(place.resolve("other"));
        String named = Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino");

        assertThat(JournalStream.is(named, stream)).isTrue();
        assertThat(JournalStream.is(named, other)).isFalse();
        assertThat(JournalStream.is(named, place.resolve("missing"))).isFalse();
        assertThat(JournalStream.is(null, stream)).isFalse();
    }
}
