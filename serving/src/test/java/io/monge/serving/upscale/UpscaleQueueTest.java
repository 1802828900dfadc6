package io.monge.serving.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.monge.runtime.metric.Throughput;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class UpscaleQueueTest {

    private static final long CAPACITY = 1 << 16;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final UpscaleQueue queue =
            new UpscaleQueue(new QueueConfig(1, CAPACITY, Duration.ofSeconds(5)));
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger worked = new AtomicInteger();

    @AfterEach
    void close() {
        gate.countDown();
        queue.close();
    }

    @Test
    void whatDoesNotFitIsRefusedWithoutWorkAndWithATimeToComeBack() {
        CompletableFuture<Integer> first = waiting(CAPACITY / 2).toFuture();
        CompletableFuture<Integer> second = waiting(CAPACITY / 2).toFuture();

        StepVerifier.create(waiting(10_000))
                .expectErrorSatisfies(
                        refused -> {
                            assertThat(refused).isInstanceOf(UnavailableException.class);
                            UnavailableException full = (UnavailableException) refused;
                            assertThat(full.reason())
                                    .isEqualTo(UnavailableException.Reason.QUEUE_FULL);
                            assertThat(full.retryAfter()).isGreaterThanOrEqualTo(ofSeconds(1));
                        })
                .verify(LONG);

        gate.countDown();
        assertThat(List.of(first.join(), second.join())).containsExactlyInAnyOrder(1, 2);
        await().atMost(LONG).until(() -> queue.state().requests() == 0);
        assertThat(queue.state()).isEqualTo(new QueueState(0, 0, CAPACITY));
    }

    @Test
    void theTimeToComeBackFollowsTheMeasuredSpeed() {
        Throughput throughput = new Throughput(1);
        throughput.measured(50_000, Duration.ofSeconds(1).toNanos());

        assertThat(throughput.secondsFor(500_000)).isCloseTo(10, within(1e-9));
        assertThat(Throughput.wholeSeconds(9.2)).isEqualTo(ofSeconds(10));
        assertThat(Throughput.wholeSeconds(0.01)).isEqualTo(ofSeconds(1));
    }

    @Test
    void aTenthOfTheSpeedIsNoticedWithinAMinuteOfWork() {
        Throughput throughput = new Throughput(1);
        throughput.measured(1_000_000, Duration.ofSeconds(10).toNanos());
        for (int i = 0; i < 60; i++) {
            throughput.measured(1_000, Duration.ofSeconds(1).toNanos());
        }

        assertThat(throughput.secondsFor(1_000)).isBetween(0.7, 1.0);
    }

    @Test
    void whatWouldMissItsDeadlineIsRefusedAtOnce() {
        gate.countDown();
        Long slow =
                queue.submit(
                                1,
                                new Ticket(LONG),
                                queued -> {
                                    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                                    return 1L;
                                })
                        .block(LONG);
        CountDownLatch hold = new CountDownLatch(1);
        CompletableFuture<Integer> running =
                queue.submit(
                                CAPACITY / 2,
                                new Ticket(LONG),
                                queued -> {
                                    awaitUninterruptibly(hold);
                                    return count();
                                })
                        .toFuture();

        // 4096 pixels took a fifth of a second: as many again, twice, will not be done in 100 ms.
        StepVerifier.create(queue.submit(1, new Ticket(Duration.ofMillis(100)), q -> count()))
                .expectError(UnavailableException.class)
                .verify(LONG);
        hold.countDown();

        assertThat(slow).isEqualTo(1);
        assertThat(running.join()).isEqualTo(1);
    }

    @Test
    void aLargeImageInWorkIsNoReasonToRefuseASmallOneUnlessItStandsStill() {
        AtomicLong now = new AtomicLong();
        UpscaleQueue timed = new UpscaleQueue(new QueueConfig(1, 1 << 20, LONG), now::get);
        timed.submit(4096, new Ticket(LONG), queued -> later(now, 1)).block(LONG);
        Ticket ticket = new Ticket(LONG);
        CompletableFuture<Integer> large =
                timed.submit(
                                1 << 19,
                                ticket,
                                queued -> {
                                    ticket.worked(6 * 4096); // as fast as the one before
                                    later(now, 6);
                                    begun.incrementAndGet();
                                    awaitUninterruptibly(gate);
                                    return count();
                                })
                        .toFuture();
        await().atMost(LONG).until(() -> begun.get() == 1);

        CompletableFuture<Integer> small =
                timed.submit(1, new Ticket(LONG), queued -> count()).toFuture();

        assertThat(timed.state().requests()).isEqualTo(2);
        later(now, 60);
        StepVerifier.create(timed.submit(1, new Ticket(LONG), queued -> count()))
                .expectError(UnavailableException.class)
                .verify(LONG);
        gate.countDown();
        assertThat(List.of(large.join(), small.join())).containsExactly(1, 2);
        timed.close();
    }

    private static long later(AtomicLong now, long seconds) {
        return now.addAndGet(ofSeconds(seconds).toNanos());
    }

    @Test
    void anIdleQueueTakesAnImageLargerThanItself() {
        gate.countDown();

        assertThat(waiting(10 * CAPACITY).block(LONG)).isEqualTo(1);
    }

    @Test
    void tinyImagesCountForTheirFixedCosts() {
        for (int i = 0; i < CAPACITY / 4096; i++) {
            waiting(1).toFuture();
        }

        StepVerifier.create(waiting(1)).expectError(UnavailableException.class).verify(LONG);
    }

    @Test
    void aDeadlinePassesWhileWaitingAndTheWorkIsNeverBegun() {
        waiting(1).toFuture();
        Mono<Integer> late = queue.submit(1, new Ticket(Duration.ofMillis(50)), queued -> count());

        StepVerifier.create(late).expectError(DeadlinePassedException.class).verify(LONG);

        gate.countDown();
        await().atMost(LONG).until(() -> queue.state().requests() == 0);
        assertThat(worked).hasValue(1);
    }

    @Test
    void aCancelledRequestIsNeverBegun() {
        waiting(1).toFuture();
        Disposable abandoned = queue.submit(1, new Ticket(LONG), queued -> count()).subscribe();

        abandoned.dispose();

        gate.countDown();
        await().atMost(LONG).until(() -> queue.state().requests() == 0);
        assertThat(worked).hasValue(1);
    }

    @Test
    void whoGivesUpWaitingMakesRoomForOthersAtOnce() {
        CompletableFuture<Integer> inWork = waiting(CAPACITY / 2).toFuture();
        await().atMost(LONG).until(() -> begun.get() == 1);
        Disposable abandoned = waiting(CAPACITY / 2).subscribe();
        StepVerifier.create(waiting(1)).expectError(UnavailableException.class).verify(LONG);

        abandoned.dispose();

        assertThat(queue.state()).isEqualTo(new QueueState(1, CAPACITY / 2, CAPACITY));
        CompletableFuture<Integer> other = waiting(CAPACITY / 2).toFuture();
        gate.countDown();
        assertThat(List.of(inWork.join(), other.join())).containsExactly(1, 2);
    }

    @Test
    void aFailureIsTheRequestersAndTheWorkerLivesOn() {
        gate.countDown();
        Mono<Integer> broken =
                queue.submit(
                        1,
                        new Ticket(LONG),
                        queued -> {
                            throw new OutOfMemoryError("a test's");
                        });

        StepVerifier.create(broken).expectErrorMessage("a test's").verify(LONG);

        assertThat(waiting(1).block(LONG)).isEqualTo(1);
    }

    @Test
    void stoppingFinishesAcceptedWorkAndRefusesNew() {
        CompletableFuture<Integer> accepted = waiting(1).toFuture();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(queue::close);
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                StepVerifier.create(waiting(1))
                                        .expectErrorMessage("The server is stopping")
                                        .verify(LONG));

        gate.countDown();
        closing.join();

        assertThat(accepted).isCompletedWithValueMatching(number -> number > 0);
    }

    @Test
    void stoppingWaitsNoLongerThanItMayAndRefusesWhatHasNotBegun() {
        Duration drain = Duration.ofMillis(200);
        UpscaleQueue hurried = new UpscaleQueue(new QueueConfig(1, CAPACITY, drain));
        CompletableFuture<Integer> begun = waiting(hurried, 1).toFuture();
        await().atMost(LONG).until(() -> hurried.state().requests() == 1);
        CompletableFuture<Integer> queued = waiting(hurried, 1).toFuture();

        CompletableFuture.runAsync(hurried::close).orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(begun)
                .failsWithin(LONG)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(InterruptedException.class);
        assertThat(queued)
                .failsWithin(LONG)
                .withThrowableThat()
                .withMessageContaining("The server is stopping");
        assertThat(hurried.state().requests()).isZero();
    }

    @Test
    void workThatTheStopCutsIsRefusedAndNotAnsweredWithNothing() {
        UpscaleQueue hurried = new UpscaleQueue(new QueueConfig(1, CAPACITY, Duration.ZERO));
        CompletableFuture<Integer> cut =
                hurried.submit(1, new Ticket(LONG), queued -> waitingAsTheBatcherDoes()).toFuture();
        await().atMost(LONG).until(() -> begun.get() == 1);

        hurried.close();

        assertThat(cut)
                .failsWithin(LONG)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(UnavailableException.class)
                .withMessage("The server is stopping");
        assertThat(hurried.state().requests()).isZero();
    }

    private int waitingAsTheBatcherDoes() {
        begun.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new CancellationException("The server is stopping");
        }
        return count();
    }

    private Mono<Integer> waiting(long pixels) {
        return waiting(queue, pixels);
    }

    private Mono<Integer> waiting(UpscaleQueue into, long pixels) {
        return into.submit(
                pixels,
                new Ticket(LONG),
                queued -> {
                    begun.incrementAndGet();
                    awaitUninterruptibly(gate);
                    return count();
                });
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int count() {
        return worked.incrementAndGet();
    }

    private static Duration ofSeconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
