package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.daemon.store.StoredGroup;
import pmon3.ipc.MessageReader;
import pmon3.ipc.Messages;
import pmon3.ipc.Mutations;
import pmon3.ipc.Request;
import pmon3.ipc.RequestCodec;
import pmon3.model.DefinitionChange;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** Requests that make sense, changed, by users who may little: all are answered, and what is root's stays as it is. */
class CommandFuzzTest {
    /** {@code -Dfuzz.commands=N} for more; {@code -Dfuzz.seed=N} for others. */
    private static final int ROUNDS = Integer.getInteger("fuzz.commands", 3_000);

    private static final long SEED = Long.getLong("fuzz.seed", 20_260_101L);
    private static final List<Integer> CALLERS = List.of(CommandWorld.ALICE, CommandWorld.BOB, 100_000, -2);
    private static final List<String> NAMES = List.of(
            "roots",
            "a",
            "b",
            "c",
            "1",
            "2",
            "3",
            "99999999999999999999",
            "0",
            "ops",
            "g",
            "h",
            "alice",
            "root",
            "",
            "ü",
            "-f",
            "a,b",
            "a b",
            "/",
            "\0",
            "\n");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    @Test
    void allIsAnsweredAndNothingOfRootsIsChanged() throws IOException {
        try (CommandWorld world = new CommandWorld(folder)) {
            world.done(new Request.Exec("/srv/roots", Optional.of("roots"), CommandWorld.inGroups("ops")));
            Object definition = world.process("roots").definition();
            long answered = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Optional<Request> request = next();
                if (request.isPresent()) {
                    int uid = CALLERS.get(random.nextInt(CALLERS.size()));
                    Answered answer = world.ask(uid, request.get());
                    assertThat(answer.status()).as("%s", request.get()).isBetween(0, 5);
                    answered++;
                }
            }
            assertThat(answered).isGreaterThan(ROUNDS / 4);
            assertThat(world.process("roots").definition()).isEqualTo(definition);
            assertThat(world.process("roots").isUp()).isTrue();
            assertThat(world.process("roots").counts().restarts()).isZero();
            List<StoredGroup> groups = world.look(fleet ->
                    fleet.groups().of(fleet.byName("roots").orElseThrow().id()));
            assertThat(groups).extracting(StoredGroup::name).containsExactly("ops");
            assertThat(world.all())
                    .filteredOn(process -> !process.name().equals("roots"))
                    .allMatch(process -> process.owner().uid() == CommandWorld.ALICE
                            || process.owner().uid() == CommandWorld.BOB);
        }
    }

    /** Half of them as they are, half changed; empty where the change left no message. */
    private Optional<Request> next() {
        Request request = request();
        if (random.nextBoolean()) {
            return Optional.of(request);
        }
        byte[] changed = new Mutations(random, List.of(Messages.bytesOf(request), Messages.bytesOf(request()))).next();
        try {
            return Optional.of(RequestCodec.decode(new MessageReader(ByteBuffer.wrap(changed))));
        } catch (PmonException malformed) {
            assertThat(malformed.code()).isEqualTo(ErrorCode.PROTOCOL);
            return Optional.empty();
        }
    }

    private Request request() {
        boolean flag = random.nextBoolean();
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> new Request.Exec("/srv/x", Optional.of(name()), change());
            case 3 -> new Request.Stop(names(), flag);
            case 4 -> new Request.Restart(names(), flag, change());
            case 5 -> new Request.Delete(names(), flag);
            case 6 -> new Request.KillAll(flag);
            case 7 -> new Request.DropAll(flag);
            case 8 -> new Request.Reset(names());
            case 9 -> new Request.CreateGroups(names());
            case 10 -> new Request.DeleteGroups(names());
            case 11 -> new Request.AssignGroups(names(), names());
            case 12 -> new Request.LeaveGroups(names(), names());
            case 13 -> new Request.RestartGroups(names(), flag, change());
            case 14 -> new Request.DropGroups(names(), flag);
            default -> new Request.Describe(names());
        };
    }

    private DefinitionChange change() {
        return new DefinitionChange(
                some(), some(), some(), Optional.empty(), Optional.empty(), Optional.empty(), list(), list());
    }

    private Optional<String> some() {
        return random.nextInt(4) == 0 ? Optional.of(name()) : Optional.empty();
    }

    private Optional<List<String>> list() {
        return random.nextInt(4) == 0 ? Optional.of(names()) : Optional.empty();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int count = random.nextInt(4); count >= 0; count--) {
            names.add(name());
        }
        return names;
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}
