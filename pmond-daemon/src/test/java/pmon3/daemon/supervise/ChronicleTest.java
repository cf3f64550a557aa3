package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.ipc.OwnUid;

class ChronicleTest {
    private static final int MINUTES = 5;

    private final Logger logger = (Logger) LoggerFactory.getLogger("pmond.supervisor");
    private final Level usual = logger.getLevel();
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    @BeforeEach
    void listen() {
        told.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        told.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(told);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(told);
        logger.setLevel(usual);
    }

    @Test
    void whatIsToldOfAProcessIsChargedToItsOwner() {
        Assumptions.assumeTrue(OwnUid.read() != Samples.OWNER.uid(), "pmond's own user has no budget");
        ManagedProcess running = Samples.process(Phase.RUNNING);
        ProcessEvent event = Samples.events(1).get(0);
        Chronicle.tell(running, event, Samples.process(Phase.STOPPING));
        Chronicle.kept(running);
        Chronicle.notStored(running, "disk full");

        assertThat(told.list)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                        .containsEntry(OnBehalf.KEY, Integer.toString(Samples.OWNER.uid())));
    }

    @Test
    void aStoreThatFailsIsToldOnceThenEachMinuteAndAtItsEnd() {
        World world = new World();
        logger.setLevel(Level.WARN);
        world.running("web").running("db");
        world.failStore();
        world.kill("web");
        world.pass(1_000);
        world.kill("db");
        world.pass(MINUTES * StoreTrouble.REPEAT_MS);
        assertThat(lines("could not be stored")).singleElement().asString().contains("web (1)", "disk full");
        assertThat(lines("still does not store"))
                .hasSize(MINUTES)
                .allSatisfy(line -> assertThat(line).contains("disk full"));
        world.store.recover();
        world.pass(1_000);
        assertThat(lines("stores again")).hasSize(1);
        world.failStore();
        world.kill("web");
        world.pass(1_000);
        world.store.recover();
        world.pass(1_000);
        assertThat(lines("stores again"))
                .as("within the same minute nothing is told again")
                .hasSize(1);
    }

    /** One whose row alone is refused says so for itself; of thousands of those only some are told. */
    @Test
    void eachReasonIsToldButNotEndlesslyMany() {
        StoreTrouble trouble = new StoreTrouble();
        ManagedProcess running = Samples.process(Phase.RUNNING);
        logger.setLevel(Level.WARN);
        for (int row = 0; row < 10 * StoreTrouble.REASONS; row++) {
            trouble.failed(running, "row " + row + " is refused", 0);
        }
        assertThat(lines("could not be stored")).hasSize(StoreTrouble.REASONS);
        trouble.over();
        assertThat(lines("stores again"))
                .singleElement()
                .asString()
                .contains("after " + 9 * StoreTrouble.REASONS + " more");
    }

    private List<String> lines(String text) {
        return told.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(text))
                .toList();
    }
}
