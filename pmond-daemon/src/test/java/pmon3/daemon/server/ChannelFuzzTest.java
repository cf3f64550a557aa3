package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pmon3.ipc.ChannelLayout;
import pmon3.ipc.Reply;
import pmon3.ipc.Request;

/** Thousands of broken channels in a row at the whole server: it lives, keeps nothing of them, and answers. */
class ChannelFuzzTest {
    private static final int CHANNELS = 4000;
    private static final long SEED = 20261123;

    private final ChannelPlace place = ChannelPlace.create();
    private final Random random = new Random(SEED);

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void broken_channels_cost_neither_descriptors_nor_the_answers_of_others() throws Exception {
        place.serve((caller, request, answer) -> {
            answer.send(new Reply.Notice("x".repeat(random.nextInt(10_000))));
            return 0;
        });
        place.ask(new Request.Ping());
        long before = descriptors();
        for (int i = 0; i < CHANNELS; i++) {
            try (RawChannel channel = RawChannel.of(place.directory(), new Request.Stop(List.of("web", "3"), true))) {
                breakBefore(channel);
                channel.publish();
                breakAfter(channel);
            }
            if (i % 100 == 0) {
                assertThat(place.ask(new Request.Ping())).endsWith(new Reply.Done(0));
            }
        }
        Eventually.await("the directory is empty", () -> names() == 1);
        Eventually.await("no descriptor is left over", () -> descriptors() <= before);
    }

    private void breakBefore(RawChannel channel) throws IOException {
        if (random.nextInt(10) > 0) {
            channel.lock();
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] bytes = new byte[1 + random.nextInt(8)];
            random.nextBytes(bytes);
            channel.file().write(ByteBuffer.wrap(bytes), anywhere());
        }
    }

    private void breakAfter(RawChannel channel) throws Exception {
        switch (random.nextInt(5)) {
            case 0 -> channel.file().truncate(random.nextInt(ChannelLayout.REQUEST_OFFSET));
            case 1 -> channel.file().write(ByteBuffer.allocate(100), ChannelLayout.REQUEST_OFFSET + 50_000L);
            case 2 -> channel.word(ChannelLayout.READ_OFFSET, random.nextLong());
            case 3 -> channel.word(ChannelLayout.STATE_OFFSET, random.nextLong());
            default -> Eventually.await("it is seen", () -> !channel.isListed());
        }
    }

    /** In the header or the request: what the server reads. */
    private int anywhere() {
        return random.nextBoolean()
                ? random.nextInt(ChannelLayout.RING_OFFSET)
                : ChannelLayout.REQUEST_OFFSET + random.nextInt(20);
    }

    private long names() throws IOException {
        try (Stream<Path> names = Files.list(place.directory())) {
            return names.count();
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
