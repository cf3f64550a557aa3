package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.model.PmonException;

class SettingsSourceTest {
    @TempDir
    Path folder;

    private Path file;
    private SettingsSource source;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("config.yml");
        write("stop_timeout: 1000");
        source = open(false).source();
    }

    private SettingsSource.Opened open(boolean rootOnly) {
        return SettingsSource.open(ConfigPaths.system(Map.of("PMON3_CONF", file.toString())), Map.of(), rootOnly);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    @Test
    void aChangeIsSeenAtTheNextLookHoweverSoonItCame() throws IOException {
        for (int i = 1001; i < 1050; i++) {
            write("stop_timeout: " + i);
            Reload reload = source.look();
            assertThat(reload.changed()).isTrue();
            assertThat(reload.settings().stopTimeoutMs()).isEqualTo(i);
            assertThat(source.settings()).isEqualTo(reload.settings());
        }
    }

    @Test
    void withoutAChangeNothingIsToldAndNothingDiffers() throws IOException {
        write("stop_timeout: 1\nunknown: 1");
        assertThat(source.look().warnings()).hasSize(1);
        Reload again = source.look();
        assertThat(again.changed()).isFalse();
        assertThat(again.warnings()).isEmpty();
        assertThat(again.problem()).isEmpty();
    }

    @Test
    void aBrokenFileLeavesTheSettingsBeforeInForceAndIsToldEveryTime() throws IOException {
        write("stop_timeout: soon");
        for (int i = 0; i < 3; i++) {
            Reload reload = source.look();
            assertThat(reload.settings().stopTimeoutMs()).isEqualTo(1000);
            assertThat(reload.changed()).isFalse();
            assertThat(reload.problem())
                    .hasValueSatisfying(line -> assertThat(line).contains("line 1", "stop_timeout"));
        }
        write("stop_timeout: 7");
        assertThat(source.look().problem()).isEmpty();
        assertThat(source.settings().stopTimeoutMs()).isEqualTo(7);
    }

    @Test
    void aSettledBrokenFileIsToldWithoutBeingReadAgain() throws IOException {
        write("stop_timeout: soon");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertThat(source.look().problem()).isPresent();
        assertThat(source.look().problem()).isPresent();
    }

    @Test
    void aRemovedFileMeansTheDefaults() throws IOException {
        Files.delete(file);
        assertThat(source.look().settings().stopTimeoutMs()).isEqualTo(10_000);
        assertThat(source.look().problem()).isEmpty();
        write("stop_timeout: 3");
        assertThat(source.look().settings().stopTimeoutMs()).isEqualTo(3);
    }

    @Test
    void disabledReloadsAreDoneOnlyWhenAskedFor() throws IOException {
        write("disable_reloads: true");
        assertThat(source.look().changed()).isTrue();
        write("stop_timeout: 5");
        assertThat(source.look().changed()).isFalse();
        assertThat(source.reload().settings().stopTimeoutMs()).isEqualTo(5);
    }

    @Test
    void aBrokenFileAtTheStartIsAnError() throws IOException {
        write("a: [");
        assertThatThrownBy(() -> open(false)).isInstanceOf(PmonException.class);
    }
}
