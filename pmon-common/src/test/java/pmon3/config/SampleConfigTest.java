package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleConfigTest {
    private static final Path SAMPLE =
            Path.of(System.getProperty("basedir", ".")).resolve("../config/config.yml");

    @Test
    void theSampleShowsEveryKeyWithItsDefault() throws IOException {
        Map<String, String> shown = new HashMap<>();
        collect("", Yaml.read("config.yml", Files.readString(SAMPLE)).orElseThrow(), shown);
        Map<String, String> expected = new HashMap<>();
        for (SettingKey key : SettingKey.values()) {
            expected.put(key.path(), key.defaultText());
        }
        assertThat(shown).isEqualTo(expected);
    }

    @Test
    void theSampleIsTheDefaultsWithoutWarnings() {
        Loaded loaded = SettingsLoader.load(ConfigPaths.system(Map.of("PMON3_CONF", SAMPLE.toString())), Map.of());
        assertThat(loaded.settings()).isEqualTo(ConfigFixture.DEFAULTS);
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void theSampleIsReadWithoutTheFullParser() throws IOException {
        assertThat(PlainYaml.read(Files.readString(SAMPLE)))
                .isEqualTo(YamlReader.read("config.yml", Files.readString(SAMPLE)))
                .isNotEqualTo(Optional.empty());
    }

    private static void collect(String prefix, ConfigNode node, Map<String, String> into) {
        if (node instanceof ConfigNode.Mapping mapping) {
            mapping.entries()
                    .values()
                    .forEach(entry ->
                            collect(prefix.isEmpty() ? entry.key() : prefix + "." + entry.key(), entry.value(), into));
        } else if (node instanceof ConfigNode.Scalar scalar) {
            into.put(prefix, scalar.text());
        }
    }
}
