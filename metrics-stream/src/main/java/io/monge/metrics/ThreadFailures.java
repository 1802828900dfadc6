package io.monge.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a Streams thread that has failed. Its transaction was aborted, so another thread
 * continues where the last commit was and no window is wrong: a broker that answers too late is
 * survived. What fails again and again is not cured by that, nor is a topic that does not exist;
 * they end the application.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    static final int SURVIVED = 5;
    static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

    private final InstantSource clock;
    private final Deque<Instant> recent = new ArrayDeque<>();
    private Optional<Throwable> fatal = Optional.empty();

    ThreadFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable problem) {
        Instant now = clock.instant();
        recent.addLast(now);
        while (recent.getFirst().isBefore(now.minus(WITHIN))) {
            recent.removeFirst();
        }
        if (recent.size() <= SURVIVED && !(problem instanceof MissingSourceTopicException)) {
            LOG.warn("a thread of the metrics application has failed and is replaced", problem);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("the metrics application has failed", problem);
        fatal = Optional.of(problem);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Why the application has ended, if it has. */
    synchronized Optional<Throwable> fatal() {
        return fatal;
    }
}
