package pmon3.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.ipc.OwnUid;

/** The log lines as they are written, with the budget of whoever causes them. */
class LineLayoutTest {
    private static final int ALICE = OwnUid.read() + 1000;
    private static final int KILOBYTE = 1024;

    private long nowNanos;
    private final LineLayout layout = new LineLayout(() -> nowNanos, () -> 0, false);
    private String written = "";

    @Test
    void aUserWhoFloodsIsCutOffAtTheBudgetAndNobodyElseIs() {
        long total = flood(ALICE);

        assertThat(total).isBetween(LogBudget.BURST_BYTES - 2L * KILOBYTE, (long) LogBudget.BURST_BYTES);
        assertThat(written).isEmpty();
        assertThat(lineOf(ALICE + 1)).endsWith("\n");
        assertThat(lineOf(0)).endsWith("\n");
    }

    @Test
    void theFirstLineOfAnybodyAfterwardsTellsWhatIsMissing() {
        flood(ALICE);
        nowNanos += TimeUnit.MINUTES.toNanos(1);

        assertThat(lineOf(0).lines()).hasSize(2).first().asString().contains("WARN pmond: ", " more lines about uid ");
        assertThat(lineOf(ALICE).lines()).hasSize(1);
    }

    @Test
    void rootsAndPmondsOwnLinesHaveNoLimit() {
        assertThat(flood(0)).isGreaterThan(2L * LogBudget.BURST_BYTES);
        assertThat(flood(OwnUid.read())).isGreaterThan(2L * LogBudget.BURST_BYTES);
    }

    @Test
    void noMessageOfAnErrorLooksLikeAnEvent() {
        Logger logger = (Logger) LoggerFactory.getLogger("pmond.test");
        Exception forged = new IllegalStateException("a\n2026-01-01 00:00:00.000 INFO pmond: forged\u001b[2J\u202e");
        String text = layout.doLayout(new LoggingEvent("", logger, Level.INFO, "x\ny", forged, new Object[0]));
        assertThat(text.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("\t"));
        assertThat(text).contains("x\\u000ay\n").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void eachLineTellsTheJournalItsPriority() {
        Logger logger = (Logger) LoggerFactory.getLogger("pmond.test");
        LineLayout journal = new LineLayout(() -> nowNanos, () -> 0, true);
        Exception thrown = new IllegalStateException("a\nb");
        assertThat(journal.doLayout(new LoggingEvent("", logger, Level.ERROR, "x", thrown, new Object[0]))
                        .lines())
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.startsWith("<3>"));
        assertThat(journal.doLayout(event(logger, Level.WARN))).startsWith("<4>2");
        assertThat(journal.doLayout(event(logger, Level.INFO))).startsWith("<6>2");
        assertThat(journal.doLayout(event(logger, Level.DEBUG))).startsWith("<7>2");
    }

    private static LoggingEvent event(Logger logger, Level level) {
        return new LoggingEvent("", logger, level, "x", null, new Object[0]);
    }

    /** Writes twice and a half the budget. */
    private long flood(int uid) {
        long total = 0;
        for (int line = 0; line < LogBudget.BURST_BYTES / KILOBYTE * 5 / 2; line++) {
            total += lineOf(uid).length();
        }
        return total;
    }

    private String lineOf(int uid) {
        OnBehalf.run(uid, () -> {
            Logger logger = (Logger) LoggerFactory.getLogger("pmond.test");
            LoggingEvent event = new LoggingEvent("", logger, Level.INFO, "x".repeat(KILOBYTE), null, new Object[0]);
            written = layout.doLayout(event);
        });
        return written;
    }
}
