package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten thousand hostile channels of all kinds in a row: pmond keeps nothing of them, and answers everybody else. */
class HostileClientsTest {
    private static final String HONEST = "daemon";
    private static final int FIRST = 400;
    private static final int CHANNELS = 10_000;
    /** Threads that answer end when they have had nothing to do for 10 s; a sweep comes every 30 s. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(45);
    /** Of a heap of some 6 MB. A ServedChannel with what belongs to it has over 200 bytes: of 10,000, 2 MB. */
    private static final long HEAP_NOISE_BYTES = 500_000;
    /** Names of pmond's own: the lock, the socket, and the folder of directories that are not empty. */
    private static final int NAMES = 3;

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    @BeforeEach
    void rootsPmond() {
        Root.required();
        pmond.start();
        pmond.run("exec", "/bin/sleep", "--name", "roots", "-a", "10000", "-g", "servers")
                .ok();
    }

    @Test
    void nothingIsLeftOfTenThousandHostileChannelsAndEveryHonestRequestIsAnswered() {
        HostileProgram hostile = new HostileProgram(
                pmond,
                HostileProgram.forbidden("roots", "servers", pmond.folder().resolve("none")));
        // What only the first of each kind costs: classes are loaded, and buffers are made that stay.
        hostile.attack(FIRST);
        pmond.runAs(HONEST, "ls").ok();
        Holdings before = settled(Holdings.of(pmond));

        Map<String, Integer> tried;
        int answered;
        try (HonestClient honest = HonestClient.start(pmond, HONEST)) {
            tried = hostile.attack(CHANNELS);
            answered = honest.stop();
        }
        System.out.println("honest requests answered meanwhile: " + answered);

        assertThat(tried).hasSizeGreaterThanOrEqualTo(HostileProgram.KINDS);
        assertThat(tried.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CHANNELS);
        assertThat(answered).isPositive();
        Holdings after = settled(before);
        System.out.println("before " + before + "\nafter  " + after);
        assertThat(after.liveBytes()).isLessThan(before.liveBytes() + HEAP_NOISE_BYTES);
        assertThat(pmond.pmondLog()).doesNotContain("ERROR").doesNotContain("Exception");
        assertThat(pmond.row("roots").orElseThrow().status()).isEqualTo("running");
    }

    /** As few as then, and no client that is still served. */
    private Holdings settled(Holdings wanted) {
        return Await.value("what pmond held before", FORGOTTEN, () -> {
            Holdings now = Holdings.of(pmond);
            assertThat(now.channels()).as("channels").isZero();
            assertThat(now.descriptors()).as("descriptors").isLessThanOrEqualTo(wanted.descriptors());
            assertThat(now.threads()).as("threads").isLessThanOrEqualTo(wanted.threads());
            assertThat(now.channelNames()).as("names in the channel directory").hasSizeLessThanOrEqualTo(NAMES);
            return Optional.of(now);
        });
    }
}
