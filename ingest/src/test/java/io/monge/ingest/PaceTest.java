package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

class PaceTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicInteger passed = new AtomicInteger();

    @AfterEach
    void stop() {
        time.dispose();
    }

    @Test
    void elementsPassAtTheRateAsked() {
        new Pace(50, time).of(Flux.range(0, 1_000_000)).subscribe(n -> passed.incrementAndGet());

        for (int second = 1; second <= 5; second++) {
            time.advanceTimeBy(Duration.ofSeconds(1));

            // 50 a second, and the first at once.
            assertThat(passed.get()).isBetween(50 * second, 50 * second + 1);
        }
    }

    @Test
    void ratesFinerThanTheTimerAreKeptOnAverage() {
        new Pace(20_000, time)
                .of(Flux.range(0, 1_000_000))
                .subscribe(n -> passed.incrementAndGet());

        for (int i = 0; i < 1000; i++) {
            time.advanceTimeBy(Duration.ofMillis(1));
        }

        // 20 elements of lead, since waits below a millisecond are not waited for.
        assertThat(passed.get()).isBetween(20_000, 20_041);
    }

    @Test
    void aPauseIsNotFollowedByAFlood() {
        BaseSubscriber<Integer> stalled =
                new BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        request(1);
                    }

                    @Override
                    protected void hookOnNext(Integer element) {
                        passed.incrementAndGet();
                    }
                };
        new Pace(50, time).of(Flux.range(0, 1_000_000)).subscribe(stalled);
        time.advanceTimeBy(Duration.ofMinutes(1));

        stalled.requestUnbounded();
        time.advanceTimeBy(Duration.ofMillis(20));

        // 0.2 s are made up for, 10 elements; besides the first, one that was waiting and one now
        // due.
        assertThat(passed.get()).isBetween(11, 13);
    }

    @Test
    void rateZeroLetsEverythingThrough() {
        new Pace(0, time).of(Flux.range(0, 1000)).subscribe(n -> passed.incrementAndGet());

        assertThat(passed).hasValue(1000);
    }
}
