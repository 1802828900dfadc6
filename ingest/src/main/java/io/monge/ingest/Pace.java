package io.monge.ingest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Lets elements through at a steady rate.
 *
 * <p>Waits, never drops or buffers: what is held back is not asked for. Time lost to a stalled
 * receiver is made up for at most {@link #MAX_BURST} long, so that a pause is not followed by a
 * flood.
 */
final class Pace {

    private static final long MAX_BURST = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TIMER =
            TimeUnit.MILLISECONDS.toNanos(1); // finer waits are not worth a timer

    private final double intervalNanos;
    private final Scheduler scheduler;

    /**
     * @param perSecond elements a second; 0 = no limit
     */
    Pace(double perSecond, Scheduler scheduler) {
        this.intervalNanos = perSecond == 0 ? 0 : 1e9 / perSecond;
        this.scheduler = scheduler;
    }

    <T> Flux<T> of(Flux<T> elements) {
        if (intervalNanos == 0) {
            return elements;
        }
        return Flux.defer(
                () -> {
                    Timetable timetable = new Timetable(now());
                    // Prefetch 0: the next element is asked for when the last one has left.
                    return elements.concatMap(element -> timetable.delayed(element), 0);
                });
    }

    private long now() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** When the next element is due; used by one element at a time. */
    private final class Timetable {

        private double due;

        Timetable(long start) {
            due = start;
        }

        <T> Mono<T> delayed(T element) {
            long now = now();
            due = Math.max(due, now - MAX_BURST);
            long wait = (long) due - now;
            due += intervalNanos;
            return wait < TIMER
                    ? Mono.just(element)
                    : Mono.just(element).delayElement(Duration.ofNanos(wait), scheduler);
        }
    }
}
