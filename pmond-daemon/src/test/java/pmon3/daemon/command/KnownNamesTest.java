package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.kernel.OwnProcess;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

/** What topn and the completion ask. */
class KnownNamesTest {
    private CommandWorld world;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        world = new CommandWorld(folder);
        world.exec(CommandWorld.ROOT, "web", "alice");
        world.exec(CommandWorld.ROOT, "$(touch${IFS}pwned)", "root");
        world.done(new Request.CreateGroups(List.of("front")));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anyoneIsToldAllProcessesAndGroups() {
        assertThat(world.ask(CommandWorld.BOB, new Request.KnownNames()))
                .isEqualTo(new Answered(
                        0,
                        List.of(
                                new Reply.KnownName(false, 1, "web"),
                                new Reply.KnownName(false, 2, "$(touch${IFS}pwned)"),
                                new Reply.KnownName(true, 1, "front"))));
    }

    @Test
    void pidsArePmondsAndThoseOfLivingMembers() {
        int web = world.process("web").shownPid();
        int other = world.process("$(touch${IFS}pwned)").shownPid();
        assertThat(world.ask(CommandWorld.BOB, new Request.Pids()).replies())
                .containsExactly(new Reply.Pid(OwnProcess.pid()), new Reply.Pid(web), new Reply.Pid(other));

        world.done(new Request.Stop(List.of("web"), true));
        assertThat(world.ask(CommandWorld.BOB, new Request.Pids()).replies())
                .containsExactly(new Reply.Pid(OwnProcess.pid()), new Reply.Pid(other));
    }
}
