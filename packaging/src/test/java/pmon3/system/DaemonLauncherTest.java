package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the launcher of pmond does for pmond and for all that it starts. */
class DaemonLauncherTest {
    private static final Duration WRITTEN = Duration.ofSeconds(10);

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @Test
    void childrenGetTheEnvironmentThatPmondWasGiven() throws IOException {
        Path script = pmond.script("environment", "#!/bin/sh\nenv\necho written\nexec sleep 1000\n");
        pmond.environment("LC_ALL", "C")
                .environment("JAVA_TOOL_OPTIONS", "-Xmx1k")
                .environment("CLASSPATH", "/some/where")
                .start()
                .run("exec", script.toString())
                .ok();
        assertThat(written(script))
                .contains("LC_ALL=C", "JAVA_TOOL_OPTIONS=-Xmx1k", "CLASSPATH=/some/where", "LANG=C.UTF-8")
                .noneMatch(line -> line.startsWith("PMON3_") || line.startsWith("_JAVA_OPTIONS"));
    }

    @Test
    void childrenGetNoLocaleThatPmondWasNotGiven() throws IOException {
        Path script = pmond.script("environment", "#!/bin/sh\nenv\necho written\nexec sleep 1000\n");
        pmond.start().run("exec", script.toString()).ok();
        assertThat(written(script)).noneMatch(line -> line.startsWith("LC_ALL="));
    }

    /** A container's settings have such names, and bash's functions. */
    @Test
    void childrenGetVariablesWhoseNamesAreNoWordsOfAShell() {
        pmond.environment("discovery.type", "single node\nof two=lines")
                .environment("BASH_FUNC_x%%", "() { :; }")
                .environment("usual", "yes")
                .start()
                .run("exec", "/bin/sleep", "-a", "10000")
                .ok();
        String environment =
                Proc.of(pmond.row("sleep").orElseThrow().pid()).orElseThrow().environment();
        assertThat(environment.split("\0"))
                .contains("discovery.type=single node\nof two=lines", "BASH_FUNC_x%%=() { :; }", "usual=yes");
    }

    @Test
    void nativeLibrariesAreThoseOfTheTree() throws IOException {
        pmond.start()
                .run("exec", pmond.script("s", "#!/bin/sh\nexec sleep 1000\n").toString())
                .ok();
        Path libraries = Tree.forEveryone().resolve("lib/native").toRealPath();
        List<String> mapped = Files.readAllLines(Path.of("/proc/" + pmond.pid() + "/maps")).stream()
                .filter(line -> line.contains("jffi-") || line.contains("libjffi") || line.contains("sqlite"))
                .filter(line -> line.contains(".so"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .toList();
        assertThat(mapped).containsExactlyInAnyOrder(libraries + "/libjffi-1.2.so", libraries + "/libsqlitejdbc.so");
    }

    @Test
    void theVirtualMachineItselfSaysNothing() {
        pmond.start().run("ls").ok();
        assertThat(pmond.pmondLog()).doesNotContainIgnoringCase("warning");
    }

    private List<String> written(Path script) {
        Path log = pmond.logFile(script.getFileName().toString());
        return Await.value("the environment", WRITTEN, () -> {
                    try {
                        String text = Files.readString(log);
                        return text.contains("\nwritten\n") ? Optional.of(text) : Optional.empty();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .lines()
                .toList();
    }
}
