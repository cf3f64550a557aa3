package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pmon3.ipc.OwnUid;

/** Who floods the channel directory is kept out of it for a while, and nobody else is. */
class ShutOutTest {
    private static final int NOBODY = 65534;
    private static final int DAEMON = 1;
    private static final int OWN = 0;
    /** As many as come in a few windows of a flood. */
    private static final int NAMES = 10_000;

    private final ChannelPlace place = ChannelPlace.create();
    private final ShutOut shutOut = new ShutOut(place.policy());
    private final IntakeRate calm = new IntakeRate(OWN, 0);
    private ServedDirectory directory;
    private long workedNs;

    @BeforeEach
    void needsRoot() {
        assumeTrue(OwnUid.read() == OWN);
        directory = ServedDirectory.open(place.policy());
    }

    @AfterEach
    void close() {
        shutOut.close();
        if (directory != null) {
            directory.close();
        }
        place.close();
    }

    @Test
    void a_user_is_kept_out_until_the_time_is_over_and_others_come_in() throws Exception {
        assertThat(comesIn(NOBODY)).isTrue();
        shutOut.begin(NOBODY, directory.descriptor(), 0);
        assertThat(comesIn(NOBODY)).isFalse();
        assertThat(comesIn(DAEMON)).isTrue();

        judge(seconds(ServerLimits.SHUT_OUT_SEC) - 1);
        assertThat(comesIn(NOBODY)).isFalse();
        judge(seconds(ServerLimits.SHUT_OUT_SEC));
        assertThat(comesIn(NOBODY)).isTrue();
        assertThat(shutOut.isEmpty()).isTrue();
    }

    @Test
    void the_mode_that_holds_for_others_stays() throws Exception {
        Object before = Files.getAttribute(place.directory(), "unix:mode");
        shutOut.begin(NOBODY, directory.descriptor(), 0);
        assertThat(Files.getAttribute(place.directory(), "unix:mode")).isEqualTo(before);
        judge(seconds(ServerLimits.SHUT_OUT_SEC));
        assertThat(Files.getAttribute(place.directory(), "unix:mode")).isEqualTo(before);
    }

    @Test
    void each_time_is_twice_as_long_as_the_one_before_until_it_is_forgotten() throws Exception {
        shutOut.begin(NOBODY, directory.descriptor(), 0);
        long secondNs = seconds(ServerLimits.SHUT_OUT_SEC);
        judge(secondNs);
        shutOut.begin(NOBODY, directory.descriptor(), secondNs);
        judge(secondNs + seconds(2 * ServerLimits.SHUT_OUT_SEC) - 1);
        assertThat(comesIn(NOBODY)).isFalse();
        long overNs = secondNs + seconds(2 * ServerLimits.SHUT_OUT_SEC);
        judge(overNs);
        assertThat(comesIn(NOBODY)).isTrue();

        long forgottenNs = overNs + seconds(2 * ServerLimits.SHUT_OUT_SEC * ServerLimits.SHUT_OUT_MEMORY) + 1;
        shutOut.begin(NOBODY, directory.descriptor(), forgottenNs);
        judge(forgottenNs + seconds(ServerLimits.SHUT_OUT_SEC));
        assertThat(comesIn(NOBODY)).isTrue();
    }

    @Test
    void several_are_kept_out_each_for_the_own_time() throws Exception {
        shutOut.begin(NOBODY, directory.descriptor(), 0);
        shutOut.begin(DAEMON, directory.descriptor(), seconds(1));
        judge(seconds(ServerLimits.SHUT_OUT_SEC));
        assertThat(comesIn(NOBODY)).isTrue();
        assertThat(comesIn(DAEMON)).isFalse();
    }

    @Test
    void more_than_an_access_list_should_have_are_not_kept_out() throws Exception {
        for (int uid = 100_000; uid < 100_000 + ServerLimits.SHUT_OUT_USERS; uid++) {
            shutOut.begin(uid, directory.descriptor(), 0);
        }
        shutOut.begin(NOBODY, directory.descriptor(), 0);
        assertThat(comesIn(NOBODY)).isTrue();
        assertThat(comesIn(100_000)).isFalse();
        assertThat(comesIn(100_000 + ServerLimits.SHUT_OUT_USERS - 1)).isFalse();
    }

    @Test
    void the_next_pmond_and_a_directory_that_is_made_again_begin_with_the_right_ones() throws Exception {
        shutOut.begin(NOBODY, directory.descriptor(), 0);
        directory.close();
        directory = ServedDirectory.open(place.policy());
        assertThat(comesIn(NOBODY)).isTrue();

        shutOut.moved(directory.descriptor(), 1);
        assertThat(comesIn(NOBODY)).isFalse();
    }

    @Test
    void it_is_whoever_renames_most_by_the_kernels_word() throws Exception {
        IntakeRate flooded = new IntakeRate(OWN, 0);
        Process flood = as(
                NOBODY,
                "/usr/bin/python3",
                "-c",
                "import os, sys\n"
                        + "names = ['%s/%032x.req' % (sys.argv[1], number) for number in (1, 2)]\n"
                        + "open(names[0], 'w').close()\n"
                        + "while True:\n"
                        + "    os.rename(*names)\n"
                        + "    names.reverse()\n",
                place.directory().toString());
        try {
            Eventually.await("it is shut out", () -> {
                makeBusy(flooded, ServerLimits.FLOOD_WINDOWS);
                // What others own is refused meanwhile: the kernel's word counts for more.
                for (int i = 0; i < 1000; i++) {
                    flooded.refused(DAEMON);
                }
                for (int name = 0; name < NAMES; name++) {
                    shutOut.nameCame();
                }
                shutOut.judge(flooded, directory.descriptor(), System.nanoTime());
                return !shutOut.isEmpty();
            });
            // It ends with the first call that is not permitted.
            assertThat(flood.waitFor(ChannelPlace.SILENCE_DEADLINE_MS, TimeUnit.MILLISECONDS))
                    .isTrue();
            assertThat(new String(flood.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("PermissionError");
        } finally {
            flood.destroyForcibly();
        }
        assertThat(comesIn(NOBODY)).isFalse();
    }

    @Test
    void whoever_renames_seldom_is_not_who_floods() throws Exception {
        IntakeRate pressed = new IntakeRate(OWN, 0);
        makeBusy(pressed, 1);
        shutOut.judge(pressed, directory.descriptor(), 0);
        Process renaming = renames(NOBODY, ServerLimits.FLOOD_SIGNS_PER_MS * ServerLimits.FLOOD_LOOK_MS - 1);
        makeBusy(pressed, ServerLimits.FLOOD_WINDOWS);
        shutOut.judge(pressed, directory.descriptor(), TimeUnit.MILLISECONDS.toNanos(ServerLimits.FLOOD_LOOK_MS));
        renaming.destroyForcibly();
        assertThat(shutOut.isEmpty()).isTrue();
        assertThat(pressed.isFlooded()).isFalse();
    }

    @Test
    void what_was_done_from_the_first_busy_window_on_says_who_it_is() throws Exception {
        IntakeRate pressed = new IntakeRate(OWN, 0);
        makeBusy(pressed, 1);
        shutOut.judge(pressed, directory.descriptor(), 0);
        Process renaming = renames(NOBODY, ServerLimits.FLOOD_SIGNS_PER_MS * ServerLimits.FLOOD_LOOK_MS);
        shutOut.judge(pressed, directory.descriptor(), 1);
        assertThat(shutOut.isEmpty()).as("not yet a flood").isTrue();
        makeBusy(pressed, ServerLimits.FLOOD_WINDOWS);
        shutOut.judge(pressed, directory.descriptor(), TimeUnit.MILLISECONDS.toNanos(ServerLimits.FLOOD_LOOK_MS));
        renaming.destroyForcibly();
        assertThat(comesIn(NOBODY)).isFalse();
    }

    @Test
    void two_names_that_change_places_are_read_with_the_names_that_come() throws Exception {
        IntakeRate pressed = new IntakeRate(OWN, 0);
        Process exchanging = as(
                NOBODY,
                "/usr/bin/python3",
                "-c",
                "import os, sys\n"
                        + "names = ['%s/%032x.req' % (sys.argv[1], number) for number in (1, 2)]\n"
                        + "open(names[0], 'w').close()\n"
                        + "print('begun', flush=True)\n"
                        + "while True:\n"
                        + "    os.rename(*names)\n"
                        + "    names.reverse()\n",
                place.directory().toString());
        try {
            assertThat(exchanging.inputReader().readLine()).isEqualTo("begun");
            Eventually.await("it is shut out", () -> {
                makeBusy(pressed, 1);
                shutOut.judge(pressed, directory.descriptor(), 0);
                for (int name = 0; name < NAMES; name++) {
                    shutOut.nameCame();
                }
                makeBusy(pressed, ServerLimits.FLOOD_WINDOWS);
                shutOut.judge(
                        pressed, directory.descriptor(), TimeUnit.MILLISECONDS.toNanos(ServerLimits.FLOOD_LOOK_MS));
                return !shutOut.isEmpty();
            });
            assertThat(comesIn(NOBODY)).isFalse();
        } finally {
            exchanging.destroyForcibly();
        }
    }

    /** So many, each to a name of its own, by a process that stays: of one that has ended no user is known. */
    private Process renames(int uid, int times) throws Exception {
        Process renaming = as(
                uid,
                "/usr/bin/python3",
                "-c",
                "import os, sys\n"
                        + "names = ['%s/%032x.req' % (sys.argv[1], n) for n in range(int(sys.argv[2]) + 1)]\n"
                        + "open(names[0], 'w').close()\n"
                        + "for n in range(int(sys.argv[2])):\n"
                        + "    os.rename(names[n], names[n + 1])\n"
                        + "print('done', flush=True)\n"
                        + "sys.stdin.read()\n",
                place.directory().toString(),
                Integer.toString(times));
        assertThat(renaming.inputReader().readLine()).isEqualTo("done");
        return renaming;
    }

    private void makeBusy(IntakeRate rate, int windows) {
        long windowNs = TimeUnit.MILLISECONDS.toNanos(ServerLimits.INTAKE_WINDOW_MS);
        for (int window = 0; window < windows; window++) {
            rate.worked(workedNs, workedNs + windowNs);
            workedNs += windowNs;
        }
    }

    @Test
    void a_look_is_ended_soon_although_nothing_comes_any_more() {
        IntakeRate pressed = new IntakeRate(OWN, 0);
        makeBusy(pressed, 1);
        shutOut.judge(pressed, directory.descriptor(), 0);
        assertThat(shutOut.dueInNs()).isLessThanOrEqualTo(seconds(1));
        pressed.worked(workedNs + seconds(1), workedNs + seconds(1));
        shutOut.judge(pressed, directory.descriptor(), seconds(1));
        assertThat(shutOut.dueInNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void where_it_cannot_be_done_nothing_else_changes() {
        ServedDirectory closed = directory;
        closed.close();
        directory = null;
        shutOut.begin(NOBODY, -1, 0);
        assertThat(shutOut.isEmpty()).isTrue();
    }

    private void judge(long nowNs) {
        shutOut.judge(calm, directory.descriptor(), nowNs);
    }

    private boolean comesIn(int uid) throws Exception {
        return as(uid, "cat", place.directory() + "/pmond.lock").waitFor() == 0;
    }

    private static Process as(int uid, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + uid, "--regid=65534", "--clear-groups"));
        all.addAll(List.of(command));
        return new ProcessBuilder(all).redirectErrorStream(true).start();
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
