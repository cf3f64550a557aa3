package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.OwnUid;
import pmon3.ipc.Request;

/** The watching thread's work, stepped by the test. */
class ChannelWatchTest {
    private static final Path MOST_EVENTS = Path.of("/proc/sys/fs/inotify/max_queued_events");

    private final ChannelPlace place = ChannelPlace.create();
    private final List<ServedChannel> taken = new ArrayList<>();
    private final ChannelWatch watch =
            new ChannelWatch(place.policy(), OwnUid.read(), new ChannelCount(OwnUid.read()), taken::add, () -> {});

    @AfterEach
    void close() {
        taken.forEach(ServedChannel::close);
        watch.close();
        place.close();
    }

    @Test
    void requests_are_taken_although_their_events_were_dropped() throws Exception {
        stepUntil("the first sweep is over", () -> true);
        overflowTheWatch();
        List<RawChannel> channels = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            channels.add(
                    RawChannel.of(place.directory(), new Request.Ping()).lock().publish());
        }
        stepUntil("all are taken", () -> taken.size() == 300);
        for (RawChannel channel : channels) {
            assertThat(channel.isTaken()).isTrue();
            channel.close();
        }
        for (int i = 0; i < 100; i++) {
            watch.wake();
            watch.step();
        }
        assertThat(taken).hasSize(300);
    }

    @Test
    void requests_published_before_the_first_step_are_taken() throws Exception {
        try (RawChannel channel =
                RawChannel.of(place.directory(), new Request.Ping()).lock().publish()) {
            stepUntil("it is taken", channel::isTaken);
        }
        assertThat(taken).hasSize(1);
    }

    @Test
    void a_request_over_the_limit_is_removed_and_not_taken() throws Exception {
        List<RawChannel> channels = new ArrayList<>();
        for (int i = 0; i <= ServerLimits.MAX_CHANNELS; i++) {
            channels.add(
                    RawChannel.of(place.directory(), new Request.Ping()).lock().publish());
        }
        stepUntil("no name is left", () -> channels.stream().noneMatch(RawChannel::isListed));
        assertThat(taken).hasSize(ServerLimits.MAX_CHANNELS);

        watch.answered(taken.get(0));
        try (RawChannel next =
                RawChannel.of(place.directory(), new Request.Ping()).lock().publish()) {
            stepUntil("the next is taken", next::isTaken);
        }
        for (RawChannel channel : channels) {
            channel.close();
        }
    }

    @Test
    void clients_that_wait_are_shown_that_pmond_lives_until_they_are_answered() throws Exception {
        try (RawChannel channel =
                RawChannel.of(place.directory(), new Request.Ping()).lock().publish()) {
            stepUntil("it beats", () -> channel.word(ChannelLayout.BEAT_OFFSET) >= 2);
            watch.answered(taken.get(0));
            taken.get(0).close();
            taken.get(0).beat();
        }
    }

    @Test
    void a_sweep_removes_what_was_given_up_and_leaves_what_is_being_filled() throws Exception {
        Path young = Files.createFile(unfinished());
        Path old = Files.createFile(unfinished());
        Path other = Files.createFile(place.directory().resolve("something"));
        Path folder = Files.createDirectory(place.directory().resolve("folder"));
        Path full = Files.createDirectory(place.directory().resolve("full"));
        Files.createFile(full.resolve("inside"));
        Files.setLastModifiedTime(old, FileTime.fromMillis(0));
        stepUntil("the rest is gone", () -> Files.notExists(other) && Files.notExists(folder) && Files.notExists(full));

        assertThat(young).exists();
        assertThat(old).as("its time of change cannot be set back").exists();
        assertThat(inside())
                .as("the directory that was not empty is moved aside")
                .exists();
        assertThat(place.directory().resolve(ChannelLayout.LOCK_FILE)).exists();
    }

    @Test
    void unfinished_files_beyond_a_users_limit_are_removed() throws Exception {
        for (int i = 0; i < ServerLimits.MAX_CHANNELS_PER_USER + 100; i++) {
            Files.createFile(unfinished());
        }
        stepUntil("only the limit is left", () -> countFiles() == ServerLimits.MAX_CHANNELS_PER_USER + 1);
    }

    @Test
    void the_directory_is_made_again_at_once_when_its_contents_and_it_are_removed() throws Exception {
        Files.delete(place.directory().resolve(ChannelLayout.LOCK_FILE));
        Files.delete(place.directory());
        stepUntil("it is there again", () -> Files.exists(place.directory().resolve(ChannelLayout.LOCK_FILE)));
        try (RawChannel channel =
                RawChannel.of(place.directory(), new Request.Ping()).lock().publish()) {
            stepUntil("it is watched again", channel::isTaken);
        }
    }

    @Test
    void the_lock_file_is_made_again_when_it_is_removed() throws Exception {
        Files.delete(place.directory().resolve(ChannelLayout.LOCK_FILE));
        stepUntil("it is there again", () -> Files.exists(place.directory().resolve(ChannelLayout.LOCK_FILE)));
    }

    private void overflowTheWatch() throws IOException {
        Path one = Files.createFile(unfinished());
        Path other = unfinished();
        int most = Integer.parseInt(Files.readString(MOST_EVENTS).strip());
        for (int i = 0; i <= most / 2; i++) {
            Files.move(one, other);
            Files.move(other, one);
        }
    }

    /** Wakes it before each step, so that none waits. */
    private void stepUntil(String what, Callable<Boolean> state) throws Exception {
        Eventually.await(what, () -> {
            watch.wake();
            watch.step();
            return state.call();
        });
    }

    private Path unfinished() {
        return place.directory().resolve(UUID.randomUUID().toString().replace("-", "") + ".tmp");
    }

    private Path inside() throws IOException {
        try (var files = Files.walk(place.directory())) {
            return files.filter(file -> file.endsWith("inside")).findFirst().orElseThrow();
        }
    }

    private long countFiles() throws IOException {
        try (var names = Files.list(place.directory())) {
            return names.count();
        }
    }
}
