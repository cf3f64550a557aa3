package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmon3.ipc.OwnUid;

/** Who renames into a directory, while it is asked. */
class MoversTest {
    private static final int FEW = 3;

    @TempDir
    Path place;

    private Movers movers;
    private int directory = -1;

    @BeforeEach
    void open() throws IOException {
        Optional<Movers> told = Movers.open();
        assumeTrue(told.isPresent());
        movers = told.get();
        directory = ChannelFiles.openDirectory(place.toString());
        assumeTrue(movers.begin(directory));
        movers.end();
    }

    @AfterEach
    void close() {
        if (movers != null) {
            movers.close();
            ChannelFiles.close(directory);
        }
    }

    @Test
    void only_what_is_done_between_begin_and_end_counts() throws Exception {
        move();
        assertThat(movers.begin(directory)).isTrue();
        movers.read();
        assertThat(movers.times()).isEmpty();
        move();
        movers.read();
        assertThat(movers.times()).isEqualTo(Map.of(OwnUid.read(), FEW));

        movers.end();
        move();
        movers.read();
        assertThat(movers.times()).isEqualTo(Map.of(OwnUid.read(), FEW));
    }

    @Test
    void another_look_knows_nothing_of_the_one_before() throws Exception {
        movers.begin(directory);
        move();
        movers.beginAnew();
        movers.read();
        assertThat(movers.times()).isEmpty();

        move();
        movers.end();
        assertThat(movers.begin(directory)).isTrue();
        move();
        movers.read();
        assertThat(movers.times()).isEqualTo(Map.of(OwnUid.read(), FEW));
    }

    private void move() throws IOException {
        Path file = Files.createTempFile(place, "", "");
        for (int i = 0; i < FEW; i++) {
            Path next = place.resolve("moved" + i);
            Files.move(file, next);
            file = next;
        }
        Files.delete(file);
    }
}
