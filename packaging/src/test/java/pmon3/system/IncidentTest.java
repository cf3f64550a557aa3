package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person can find out after an incident: from pmond's log, and from {@code desc}. */
class IncidentTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** An end that is not told at once would be seen with the next look at most. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    private void awaitLine(String pattern) {
        Await.until(pattern, SOON, () -> pmond.pmondLog().lines().anyMatch(line -> line.matches(".*" + pattern)));
    }

    private String desc(String name) {
        return pmond.run("desc", name).ok().out();
    }

    @Test
    void theLogSaysWhoAskedWhatEndedHowAndWhatBecomesOfIt() {
        pmond.start();
        pmond.run("exec", pmond.script("web", "#!/bin/sh\nsleep 0.4\nexit 3\n").toString())
                .ok();
        awaitLine("INFO pmond.command: uid \\d+ \\(pid \\d+\\) asks: exec .*/web");
        awaitLine("INFO pmond.supervisor: web \\(1\\) runs as pid \\d+");
        awaitLine("INFO pmond.supervisor: web \\(1\\) pid \\d+ ended: exit code 3");
        awaitLine("WARN pmond.supervisor: web \\(1\\) is down and is started again when 5 s have passed .*");
        assertThat(desc("web")).containsPattern("exit +║exit code 3 ").containsPattern("remark +║next start in \\d s");
        pmond.run("stop", "web").ok();
        awaitLine("INFO pmond.command: uid \\d+ \\(pid \\d+\\) asks: stop web");
        awaitLine("INFO pmond.supervisor: web \\(1\\) is stopped");

        pmond.run("exec", "/bin/sleep", "--name", "once", "-n", "-a", "0.4").ok();
        awaitLine("WARN pmond.supervisor: once \\(2\\) has failed and is not started again: no-autorestart is set");
        assertThat(desc("once")).containsPattern("exit +║exit code 0 ");
        pmond.run("del", "once").ok();
        awaitLine("INFO pmond.supervisor: once \\(2\\) is deleted");
    }

    @Test
    void descSaysWhyAStartFailed() throws IOException {
        Path program = pmond.script("brittle", "#!/bin/sh\nsleep 0.4\n");
        pmond.start().run("exec", program.toString()).ok();
        Files.delete(program);
        awaitLine("WARN pmond.supervisor: brittle \\(1\\) could not be started: .*brittle: no such file or directory");
        assertThat(desc("brittle")).containsPattern("remark +║.*not started: .*brittle: no such file or directory");
    }

    @Test
    void theEndOfAnAdoptedProgramIsSeenAtOnceAndItsCodeSaidToBeUnknown() {
        pmond.start().run("exec", "/bin/sleep", "-n", "-a", "10000").ok();
        int adopted = pmond.awaitStatus("sleep", "running").pid();
        pmond.kill();
        pmond.start();
        awaitLine("INFO pmond.recovery: sleep lives on as pid " + adopted + ": adopted");
        Proc.signal(adopted, Proc.SIGTERM);
        Await.until("its end", AT_ONCE, () -> pmond.pmondLog().contains("sleep (1) pid " + adopted + " ended: "));
        awaitLine("sleep \\(1\\) pid " + adopted + " ended: .*unknown.*");
        pmond.awaitStatus("sleep", "failed");
        assertThat(desc("sleep")).containsPattern("exit +║.*unknown");
    }
}
