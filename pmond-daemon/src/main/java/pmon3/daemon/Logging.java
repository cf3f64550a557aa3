package pmon3.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/** pmond's log: stderr, where systemd and terminals expect it. Found by logback as a service; no file is parsed. */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String QUEUE = "queue";

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        LogQueue queue = new LogQueue();
        LineLayout layout = new LineLayout(System::nanoTime, queue::takeDropped, JournalStream.isStderr());
        layout.setContext(loggers);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(loggers);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(loggers);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        queue.setName(QUEUE);
        queue.setContext(loggers);
        queue.addAppender(stderr);
        queue.start();
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(queue);
        root.setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** @param level debug, info, warn or error */
    static void setLevel(String level) {
        root().setLevel(Level.toLevel(level, Level.INFO));
    }

    /** Waits until all is written, for a moment at most. What is logged later is lost. */
    static void end() {
        root().getAppender(QUEUE).stop();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
