package io.monge.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServiceRunnerTest {

    private static final Duration STOP_TIME = Duration.ofMillis(500);

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Scripted a = new Scripted("a");
    private final Scripted b = new Scripted("b");

    @Test
    void servicesStartInOrderAndStopInReverse() {
        ExitReason reason = runner(a, b).run(Duration.ZERO);

        assertThat(reason).isEqualTo(new ExitReason.Stopped());
        assertThat(log).containsExactly("start a", "start b", "close b", "close a");
    }

    @Test
    void oneThatGoesDownStopsAllAndIsNamed() {
        ServiceRunner runner = runner(a, b);
        CompletableFuture<ExitReason> running = CompletableFuture.supplyAsync(runner::run);
        await().until(() -> log.contains("start b"));

        IllegalStateException broken = new IllegalStateException("broken pipe");
        a.health = Health.down(broken);

        assertThat(running.join())
                .isInstanceOfSatisfying(
                        ExitReason.Failed.class,
                        failed -> {
                            assertThat(failed.service()).isEqualTo("a");
                            assertThat(failed.message()).isEqualTo("broken pipe");
                            assertThat(failed.cause()).contains(broken);
                        });
        assertThat(log).endsWith("close b", "close a");
    }

    @Test
    void oneThatCannotStartClosesThoseBeforeIt() {
        b.onStart =
                () -> {
                    throw new IllegalStateException("port taken");
                };
        Scripted never = new Scripted("never");

        ExitReason reason = runner(a, b, never).run();

        assertThat(reason)
                .isInstanceOfSatisfying(
                        ExitReason.Failed.class,
                        failed -> assertThat(failed.message()).isEqualTo("port taken"));
        assertThat(log).containsExactly("start a", "start b", "close b", "close a");
    }

    @Test
    void aServiceThatNeverClosesIsLeftBehind() {
        CountDownLatch never = new CountDownLatch(1);
        b.onClose =
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };

        runner(a, b).run(Duration.ZERO);

        assertThat(log).endsWith("close a");
        never.countDown();
    }

    @Test
    void aServiceThatFailsWhileClosingDoesNotKeepTheOthersOpen() {
        b.onClose =
                () -> {
                    throw new IllegalStateException("no");
                };

        runner(a, b).run(Duration.ZERO);

        assertThat(log).endsWith("close b", "close a");
    }

    @Test
    void whenAllHaveFinishedTheRunIsOver() {
        a.health = Health.finished();
        ServiceRunner runner = runner(a, b);
        CompletableFuture<ExitReason> running = CompletableFuture.supplyAsync(runner::run);
        await().during(Duration.ofMillis(500)).until(() -> !running.isDone());

        b.health = Health.finished();

        assertThat(running.join()).isEqualTo(new ExitReason.Finished());
    }

    @Test
    void stopEndsTheRunAndHealthNamesEveryService() {
        b.health = Health.degraded("old model");
        ServiceRunner runner = runner(a, b);
        CompletableFuture<ExitReason> running = CompletableFuture.supplyAsync(runner::run);
        await().until(() -> log.contains("start b"));

        assertThat(runner.health())
                .containsExactly(
                        Map.entry("a", Health.up()), Map.entry("b", Health.degraded("old model")));
        runner.stop();

        assertThat(running.join()).isEqualTo(new ExitReason.Stopped());
    }

    @Test
    void healthTellsStartingAndStoppingFromRunning() {
        CountDownLatch mayStart = new CountDownLatch(1);
        CountDownLatch mayClose = new CountDownLatch(1);
        b.onStart = () -> awaitUninterrupted(mayStart);
        a.onClose = () -> awaitUninterrupted(mayClose);
        ServiceRunner runner = runner(a, b);
        assertThat(runner.health()).containsEntry("a", Health.degraded("starting"));

        CompletableFuture<ExitReason> running = CompletableFuture.supplyAsync(runner::run);
        await().until(() -> log.contains("start b"));
        assertThat(runner.health())
                .containsEntry("a", Health.up())
                .containsEntry("b", Health.degraded("starting"));
        mayStart.countDown();
        await().until(() -> runner.health().get("b").equals(Health.up()));

        b.health = Health.down("broken pipe");
        await().until(() -> log.contains("close a"));
        assertThat(runner.health())
                .containsEntry("a", Health.degraded("stopping"))
                .containsEntry("b", Health.down("broken pipe"));
        mayClose.countDown();
        assertThat(running.join()).isInstanceOf(ExitReason.Failed.class);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServiceRunner runner(Service... services) {
        return new ServiceRunner(List.of(services), STOP_TIME);
    }

    /** Does what the test says and writes down what is done to it. */
    private final class Scripted implements Service {

        private final String name;
        private volatile Health health = Health.up();
        private Runnable onStart = () -> {};
        private Runnable onClose = () -> {};

        private Scripted(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            log.add("start " + name);
            onStart.run();
        }

        @Override
        public Health health() {
            return health;
        }

        @Override
        public void close() {
            log.add("close " + name);
            onClose.run();
        }
    }
}
