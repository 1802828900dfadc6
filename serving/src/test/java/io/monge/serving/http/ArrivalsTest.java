package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.serving.http.Arrivals.Arrival;
import io.monge.serving.upscale.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final long MOST = 10_000;

    private final Arrivals arrivals = new Arrivals(MOST);

    @Test
    void bodiesBeyondTheBoundAreRefusedWithATimeToComeBack() {
        arrivals.admit(MOST / 2);
        arrivals.admit(MOST / 2);

        assertThatThrownBy(() -> arrivals.admit(1))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        full ->
                                assertThat(full.retryAfter())
                                        .isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void aBodyThatIsSmallerThanItMightHaveBeenMakesRoom() {
        Arrival unannounced = arrivals.admit(MOST);
        assertThatThrownBy(() -> arrivals.admit(MOST - 100))
                .isInstanceOf(UnavailableException.class);

        unannounced.isWhole(100);

        Arrival next = arrivals.admit(MOST - 100);
        next.release();
        unannounced.release();
        assertThat(arrivals.admit(MOST)).isNotNull();
    }

    @Test
    void oneBodyIsLetInHoweverLarge() {
        assertThat(arrivals.admit(2 * MOST)).isNotNull();
    }
}
