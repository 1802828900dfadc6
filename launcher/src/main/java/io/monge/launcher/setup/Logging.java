package io.monge.launcher.setup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Logs go to standard error, as lines for people or as JSON for machines; standard output belongs
 * to results.
 */
public final class Logging {
    /**
     * Libraries that describe at length, even as warnings, what is ordinary while a system starts
     * or stops.
     */
    private static final List<String> TALKATIVE =
            List.of(
                    "kafka",
                    "org.apache.kafka",
                    "state.change.logger",
                    "ai.djl",
                    "io.netty",
                    "reactor.netty",
                    "io.confluent",
                    "org.apache.kafka.storage.internals");

    /**
     * Loggers that print, with stack traces, what they also answer to their client, which retries
     * it: the broker's refusal of a batch that came too early, the registry's of an unknown
     * subject, and a group's timer that finds its broker stopped.
     */
    private static final List<String> ANSWERED_ANYWAY =
            List.of(
                    "kafka.server.ControllerApis",
                    "kafka.server.ReplicaManager",
                    "org.apache.kafka.coordinator.common.runtime.CoordinatorTimerImpl",
                    "io.confluent.kafka.schemaregistry.client.rest.RestService");

    /** How log lines look. */
    public enum Format {
        TEXT,
        JSON
    }

    private Logging() {}

    /** Replaces whatever logging was set up before. */
    public static void setUp(Format format, Level level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder =
                format == Format.JSON ? json(context) : text(context, level);
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.WARN);
        context.getLogger("io.monge").setLevel(level);
        Level others = level.isGreaterOrEqual(Level.INFO) ? Level.ERROR : Level.INFO;
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(others));
        if (level.isGreaterOrEqual(Level.INFO)) {
            ANSWERED_ANYWAY.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        }
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context, Level level) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(
                "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%replace( [%X{trace_id}]){' \\[\\]',"
                        + " ''}%n"
                        + (level.isGreaterOrEqual(Level.INFO) ? "%rEx{short}" : "%rEx"));
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
