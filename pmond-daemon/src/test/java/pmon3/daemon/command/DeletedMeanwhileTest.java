package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.kernel.FakeProgram;
import pmon3.daemon.supervise.Goal;
import pmon3.ipc.Request;
import pmon3.model.DefinitionChange;

/** Who asks for a process to run is told if somebody else has it deleted. */
class DeletedMeanwhileTest {
    @TempDir
    Path folder;

    private CommandWorld world;

    @BeforeEach
    void start() throws IOException {
        world = new CommandWorld(folder);
        world.kernel.program("/srv/web", FakeProgram.lives().ignoringTerm());
        assertThat(world.exec(CommandWorld.ROOT, "web", "root").status()).isZero();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void restartOfOneThatIsBeingDeletedIsNotDone() {
        isNotDone(new Request.Restart(List.of("web"), true, DefinitionChange.NONE));
    }

    @Test
    void execOfOneThatIsBeingDeletedIsNotDone() {
        isNotDone(new Request.Exec("/srv/web", Optional.of("web"), DefinitionChange.NONE));
    }

    private void isNotDone(Request request) {
        CompletableFuture<Answered> deletion =
                CompletableFuture.supplyAsync(() -> world.done(new Request.Delete(List.of("web"), false)));
        world.await("it is being deleted", () -> world.all().stream().anyMatch(one -> one.goal() == Goal.DELETE));
        Answered answered = world.ask(CommandWorld.ROOT, request);
        assertThat(answered.status()).isEqualTo(1);
        assertThat(answered.problems()).hasSize(1).allMatch(text -> text.contains("web"));
        deletion.join();
        assertThat(world.all()).isEmpty();
    }
}
