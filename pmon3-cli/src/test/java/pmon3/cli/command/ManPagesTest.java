package pmon3.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.cli.GoldenFile;
import pmon3.config.SettingKey;

class ManPagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"pmon3.1", "pmond.8", "pmon3-config.5"})
    void theFilesAreWhatTheCommandTreeAndTheKeysGive(String page) throws IOException {
        GoldenFile.check("man/" + page, ManPages.page(page));
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void everyKeyIsDescribedWithItsVariable(SettingKey key) throws IOException {
        assertThat(ManPages.page("pmon3-config.5"))
                .contains("\n.B " + key.path() + "\n")
                .contains("\n" + key.variable() + "\n");
    }

    @Test
    void nothingIsLeftToBePutIn() throws IOException {
        for (String page : new String[] {"pmon3.1", "pmond.8", "pmon3-config.5"}) {
            assertThat(ManPages.page(page)).doesNotContain("@");
        }
    }
}
