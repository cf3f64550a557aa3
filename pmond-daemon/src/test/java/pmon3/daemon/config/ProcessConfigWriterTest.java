package pmon3.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmon3.config.Words;
import pmon3.model.ExportFormat;
import pmon3.model.ProcessDefinition;

class ProcessConfigWriterTest {
    private static WrittenEntry entry(String args, String envVars, String... groups) {
        return new WrittenEntry(
                new ProcessDefinition("web", "/srv/web", args, envVars, "joe", "/var/log/web.log", true, List.of()),
                List.of(groups));
    }

    private static String written(ExportFormat format, WrittenEntry... entries) {
        return String.join("", new ProcessConfigWriter(format).write(List.of(entries)));
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void aTextThatTheGoProgramLeftWithUnbalancedQuotesIsWrittenAsTheWordsThatItMeans(ExportFormat format) {
        String text = written(format, entry("it's  fine", "A=don't odd B=2"));

        ProcessConfig read = ProcessConfigFile.parse("p." + format.word(), text, ProcessConfigFile.Known.NOTHING);

        assertThat(read.problems()).isEmpty();
        assertThat(read.entries()).singleElement().satisfies(entry -> {
            assertThat(Words.split("args", entry.args())).containsExactly("it's", "", "fine");
            assertThat(Words.split("env-vars", entry.envVars())).containsExactly("A=don't", "B=2");
        });
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void noTerminalIsGivenControlsOrWhatReordersText(ExportFormat format) {
        String text = written(format, entry("'\u001b[31m \u202e \u0085 \u0007'", ""));
        assertThat(text.codePoints().filter(c -> c != '\n'))
                .noneMatch(Character::isISOControl)
                .doesNotContain(0x202e);
        assertThat(text).contains("\\u001b[31m \\u202e \\u0085 \\u0007");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"yes", "No", "TRUE", "off", "null", "y", "1", "-", "a b", "a:", "#", "~", "", "é", "/x", "<<"})
    void whatYamlCouldTakeForSomethingElseIsQuoted(String group) {
        assertThat(written(ExportFormat.YAML, entry("", "", group))).contains("    - \"" + group + "\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"happac", "metabase-api", "NODE_ENV=prod", "dw_user", "a.b"})
    void plainWordsStandPlainAsInTheGuide(String group) {
        assertThat(written(ExportFormat.YAML, entry("", "", group))).contains("    - " + group + "\n");
    }

    @Test
    void idsOfGroupsAreReadBackAsIds() {
        for (ExportFormat format : ExportFormat.values()) {
            ProcessConfig read = ProcessConfigFile.parse(
                    "p." + format.word(),
                    written(format, entry("", "", "7")),
                    new ProcessConfigFile.Known(Set.of(), Set.of(7L), Set.of()));
            assertThat(read.problems()).isEmpty();
            assertThat(read.entries().get(0).groups()).containsExactly("7");
        }
    }
}
