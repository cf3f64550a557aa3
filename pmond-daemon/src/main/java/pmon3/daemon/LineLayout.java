package pmon3.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;
import pmon3.daemon.kernel.OnBehalf;
import pmon3.daemon.supervise.LogText;

/**
 * One event, one line, whatever a user has put into it; a stack trace follows on indented lines, so that none of its
 * messages looks like an event. Nothing for a line that
 * is beyond its user's budget.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private final LogBudget budget = new LogBudget();
    private final LongSupplier nanoClock;
    private final LongSupplier takeDropped;
    private final boolean toJournal;

    /**
     * @param takeDropped tells how many events were dropped since it was last asked
     * @param toJournal whether each line begins with its priority as sd-daemon(3) has it, which the journal takes off again
     */
    LineLayout(LongSupplier nanoClock, LongSupplier takeDropped, boolean toJournal) {
        this.nanoClock = nanoClock;
        this.takeDropped = takeDropped;
        this.toJournal = toJournal;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String line = line(event);
        String uid = event.getMDCPropertyMap().get(OnBehalf.KEY);
        long now = nanoClock.getAsLong();
        boolean taken = uid == null || budget.takes(uid, line.length(), now);
        StringBuilder written = new StringBuilder();
        long dropped = takeDropped.getAsLong();
        if (dropped > 0) {
            warn(written, event, dropped + " lines are missing: nobody took pmond's log for a while");
        }
        budget.dueNotice(now).ifPresent(notice -> warn(written, event, notice));
        return written.append(taken ? line : "").toString();
    }

    private void warn(StringBuilder written, ILoggingEvent event, String notice) {
        written.append(head(event, Level.WARN, "pmond")).append(notice).append('\n');
    }

    private String line(ILoggingEvent event) {
        StringBuilder line = head(event, event.getLevel(), event.getLoggerName());
        line.append(LogText.printable(event.getFormattedMessage())).append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            ThrowableProxyUtil.asString(thrown)
                    .lines()
                    .forEach(text -> line.append(priority(event.getLevel()))
                            .append('\t')
                            .append(LogText.printable(text.strip()))
                            .append('\n'));
        }
        return line.toString();
    }

    private StringBuilder head(ILoggingEvent event, Level level, String logger) {
        StringBuilder line = new StringBuilder(128).append(priority(level));
        STAMP.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        return line.append(' ').append(level).append(' ').append(logger).append(": ");
    }

    private String priority(Level level) {
        if (!toJournal) {
            return "";
        }
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "<3>";
            case Level.WARN_INT -> "<4>";
            case Level.INFO_INT -> "<6>";
            default -> "<7>";
        };
    }
}
