package pmon3.daemon.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.ipc.OwnUid;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

class ChronicleTest {
    private static final PmonException FAILURE = new PmonException(ErrorCode.FAILED, "disk full");

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
        Chronicle.notStored(running, FAILURE);

        assertThat(told.list)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                        .containsEntry(OnBehalf.KEY, Integer.toString(Samples.OWNER.uid())));
    }
}
