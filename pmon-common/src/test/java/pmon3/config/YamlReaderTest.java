package pmon3.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    private static ConfigNode.Mapping read(String text) {
        return (ConfigNode.Mapping) Yaml.read("f", text).orElseThrow();
    }

    private static String text(ConfigNode.Mapping mapping, String key) {
        return ((ConfigNode.Scalar) mapping.entries().get(key).value()).text();
    }

    @Test
    void aliasesAndMergeKeysAreFollowed() {
        ConfigNode.Mapping root = read("a: &x {p: 1, q: 2}\nb: *x\nc:\n  <<: *x\n  q: 3\n");
        assertThat(root.entries().get("b").value())
                .isSameAs(root.entries().get("a").value());
        ConfigNode.Mapping c = (ConfigNode.Mapping) root.entries().get("c").value();
        assertThat(text(c, "p")).isEqualTo("1");
        assertThat(text(c, "q")).isEqualTo("3");
    }

    @Test
    void linesAreThoseOfTheKeys() {
        ConfigNode.Mapping root = read("# c\na:\n  - x\nb: {c: 1,\n  d: 2}\n");
        assertThat(root.entries().get("a").line()).isEqualTo(2);
        ConfigNode.Mapping b = (ConfigNode.Mapping) root.entries().get("b").value();
        assertThat(b.entries().get("d").line()).isEqualTo(5);
    }

    @Test
    void aThingThatContainsItselfIsRefused() {
        assertThatThrownBy(() -> read("a: &x [*x]")).hasMessageContaining("f, line 1: alias *x");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> read("a: " + "[".repeat(Yaml.MAX_DEPTH + 1))).hasMessageContaining("nested more than");
    }

    @Test
    void manyAliasesOfAliasesCostNothing() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            String before = "*a" + (i - 1) + ", ";
            text.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(before.repeat(9))
                    .append("]\n");
        }
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(read(text.toString()).entries()).hasSize(40));
    }

    @Test
    void mergesOfMergesAreCounted() {
        StringBuilder text = new StringBuilder("m: &m {");
        for (int i = 0; i < 5000; i++) {
            text.append('k').append(i).append(": 1, ");
        }
        text.append("}\nn:\n");
        text.append("- {<<: [*m, *m, *m, *m, *m, *m, *m, *m, *m, *m]}\n".repeat(200));
        assertThatThrownBy(() -> read(text.toString())).hasMessageContaining("more than");
    }

    @Test
    void onlyTheFirstDocumentCounts() {
        assertThat(text(read("--- {a: 1}\n--- {a: 2}\n"), "a")).isEqualTo("1");
    }

    @Test
    void aTaggedTextIsAText() {
        assertThat(((ConfigNode.Scalar) read("a: !!str null").entries().get("a").value()).isNull())
                .isFalse();
    }
}
