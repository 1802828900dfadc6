package io.monge.metrics;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.junit.jupiter.api.Test;

/** A thread that fails is replaced; an application that fails again and again ends. */
class ThreadFailuresTest {
    private Instant now = Instant.EPOCH;
    private final ThreadFailures failures = new ThreadFailures(() -> now);
    private final RuntimeException problem = new TimeoutException("the commit was not answered");

    @Test
    void aFewFailuresAreSurvivedAndOneMoreInTheSameTimeIsNot() {
        for (int i = 0; i < ThreadFailures.SURVIVED; i++) {
            assertThat(failures.handle(problem)).isEqualTo(REPLACE_THREAD);
            assertThat(failures.fatal()).isEmpty();
        }
        assertThat(failures.handle(problem)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).contains(problem);
    }

    @Test
    void aTopicThatDoesNotExistIsNotWaitedFor() {
        RuntimeException missing = new MissingSourceTopicException("metrics.samples is missing");

        assertThat(failures.handle(missing)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).contains(missing);
    }

    @Test
    void failuresFarApartAreSurvivedForEver() {
        for (int i = 0; i < 10 * ThreadFailures.SURVIVED; i++) {
            now = now.plus(ThreadFailures.WITHIN.dividedBy(ThreadFailures.SURVIVED - 1));
            assertThat(failures.handle(problem)).isEqualTo(REPLACE_THREAD);
        }
    }
}
