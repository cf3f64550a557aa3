package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What depends on something is started after it, and stopped before it. */
class DependenciesTest {
    private static final int PAUSE_MS = 1500;
    /** The pause is between the attempts; how long each takes from there to its process is the machine's affair. */
    private static final long LEAST_MS = PAUSE_MS - 500;

    private static final Duration SETTLED = Duration.ofSeconds(20);

    /** Writes into the shared file when it starts, and when it is asked to end; that takes it a while. */
    private static final String CHRONICLER = """
            #!/bin/bash
            echo "$1 starts" >> "$2"
            trap 'sleep 0.3; echo "$1 ends" >> "$2"; exit' TERM
            sleep 10000 & wait
            """;

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture().config("wait.dependent_process_enqueued", PAUSE_MS);

    private String entry(String name, String... dependencies) {
        String script = pmond.script("chronicler", CHRONICLER).toString();
        String chronicle = pmond.folder().resolve("chronicle").toString();
        return "{\"file\": \"" + script + "\", \"name\": \"" + name + "\", \"args\": \"" + name + " " + chronicle
                + "\", \"dependencies\": ["
                + String.join(
                        ", ",
                        List.of(dependencies).stream()
                                .map(dependency -> "\"" + dependency + "\"")
                                .toList())
                + "]}";
    }

    private void config(String... entries) {
        pmond.processConfig("{\"processes\": [" + String.join(",\n", entries) + "]}");
    }

    private List<String> chronicle() {
        try {
            return Command.text(pmond.folder().resolve("chronicle")).lines().toList();
        } catch (java.io.IOException e) {
            return List.of();
        }
    }

    private void awaitChronicle(String... lines) {
        Await.until("what happens", SETTLED, () -> {
            assertThat(chronicle()).containsExactly(lines);
            return true;
        });
    }

    @Test
    void chainIsStartedInItsOrderWithThePauseAndStoppedBackwards() {
        config(entry("web", "queue"), entry("queue", "base"), entry("base"));
        pmond.start();
        awaitChronicle("base starts", "queue starts", "web starts");
        long base = startTicks("base");
        long queue = startTicks("queue");
        long web = startTicks("web");
        assertThat((queue - base) * Proc.MS_PER_TICK).isBetween(LEAST_MS, PAUSE_MS + 1000L);
        assertThat((web - queue) * Proc.MS_PER_TICK).isBetween(LEAST_MS, PAUSE_MS + 1000L);
        pmond.awaitStatus("web", "running");

        pmond.run("kill").ok();
        awaitChronicle("base starts", "queue starts", "web starts", "web ends", "queue ends", "base ends");
        assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("stopped");
    }

    @Test
    void chainIsStoppedBackwardsWhenPmondEndsAndStartedInOrderWithIt() {
        config(entry("web", "base"), entry("base"));
        pmond.start();
        awaitChronicle("base starts", "web starts");
        pmond.awaitStatus("web", "running");
        pmond.stop();
        assertThat(chronicle()).containsExactly("base starts", "web starts", "web ends", "base ends");
        pmond.start();
        awaitChronicle("base starts", "web starts", "web ends", "base ends", "base starts", "web starts");
    }

    @Test
    void independentChainsStartSideBySide() {
        config(entry("a2", "a1"), entry("b2", "b1"), entry("a1"), entry("b1"));
        pmond.start();
        for (String name : List.of("a1", "b1", "a2", "b2")) {
            pmond.awaitStatus(name, "running");
        }
        assertThat(Math.abs(startTicks("a1") - startTicks("b1")) * Proc.MS_PER_TICK)
                .isLessThan(PAUSE_MS);
        assertThat(Math.abs(startTicks("a2") - startTicks("b2")) * Proc.MS_PER_TICK)
                .isLessThan(PAUSE_MS);
    }

    @Test
    void dependencyThatFailsHoldsNothingBack() {
        config(entry("web", "base"), "{\"file\": \"/bin/false\", \"name\": \"base\", \"no_auto_restart\": true}");
        pmond.start();
        pmond.awaitStatus("web", "running");
        pmond.awaitStatus("base", "failed");
    }

    @Test
    void cycleIsRefusedWithItsNames() {
        pmond.start();
        exec("base");
        exec("queue", "-d", "base");
        exec("web", "-d", "queue");
        Ran ran = pmond.run("restart", "base", "-d", "web").exited(1);
        assertThat(ran.err()).contains("base").contains("queue").contains("web");
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(pmond.run("desc", "base").ok().out()).doesNotContain("dependencies");
        assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("running");
        Ran self = pmond.run("exec", "/bin/sleep", "--name", "ego", "-d", "ego").exited(1);
        assertThat(self.err()).contains("ego");
        assertThat(pmond.row("ego")).isEmpty();
    }

    @Test
    void cycleInTheProcessConfigIsRefusedByInitWithItsNames() {
        pmond.start();
        config(entry("web", "base"), entry("base", "web"), entry("other"));
        Ran ran = pmond.run("init").exited(1);
        assertThat(ran.err()).contains("web").contains("base");
        assertThat(pmond.ls()).isEmpty();
    }

    @Test
    void deletionNamesWhatDependsOnIt() {
        pmond.start();
        exec("base");
        exec("web", "-d", "base");
        Ran ran = pmond.run("del", "base").ok();
        assertThat(ran.err()).isEqualTo("base is deleted, but web depends on it\n");
        assertThat(pmond.row("web").orElseThrow().status()).isEqualTo("running");
    }

    private void exec(String name, String... flags) {
        List<String> words = new java.util.ArrayList<>(List.of("exec", "/bin/sleep", "--name", name, "-a", "10000"));
        words.addAll(List.of(flags));
        pmond.run(words.toArray(String[]::new)).ok();
    }

    private long startTicks(String name) {
        return Proc.of(pmond.row(name).orElseThrow().pid()).orElseThrow().startTicks();
    }
}
