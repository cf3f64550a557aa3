package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static pmon3.daemon.command.CommandWorld.ROOT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;
import pmon3.ipc.View;

/** Answers as text: what clients ask for people. */
class ShownTest {
    private static final String TOKYO = "JST-9";

    @TempDir
    Path folder;

    private CommandWorld world;

    @BeforeEach
    void begin() throws IOException {
        world = new CommandWorld(folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private Answered show(Request request, boolean coloured, String zone) {
        View view = new View(coloured, ByteBuffer.wrap(zone.getBytes(StandardCharsets.US_ASCII)));
        return world.ask(ROOT, new Request.Shown(view, request));
    }

    @Test
    void aTableComesAsTextAlone() {
        world.exec(ROOT, "web", "alice");

        Answered shown = show(new Request.ListProcesses(), false, "");

        assertThat(shown.replies()).hasSize(1).first().isInstanceOf(Reply.Text.class);
        assertThat(shown.document())
                .startsWith("╭──╥─────╥")
                .contains("│1 ║web  ║")
                .endsWith("╯\n");
    }

    @Test
    void timesAreTheCallersAndColoursOnlyForWhoShowsThem() {
        world.exec(ROOT, "web", "alice");
        String utc = show(new Request.ListProcesses(), false, "").document();
        String tokyo = show(new Request.ListProcesses(), false, TOKYO).document();
        String coloured = show(new Request.ListProcesses(), true, "").document();

        assertThat(utc).isNotEqualTo(tokyo).doesNotContain("\u001b");
        assertThat(coloured).contains("\u001b[1;38;2;22;255;22mrunning ");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(utc);
    }

    @Test
    void problemsAndTheExitStatusAreTheSameAsWithoutIt() {
        world.exec(ROOT, "web", "alice");
        Request stop = new Request.Stop(List.of("web", "nobody"), false);

        Answered shown = show(stop, false, "");

        assertThat(shown.status()).isEqualTo(5);
        assertThat(shown.text()).contains("process (nobody) does not exist");
        assertThat(shown.document()).contains("║stopped ║");
    }
}
