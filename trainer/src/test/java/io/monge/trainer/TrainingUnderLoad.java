package io.monge.trainer;

import static org.awaitility.Awaitility.await;

import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.schemas.record.Domain;
import io.monge.trainer.ScriptedSolvers.Accidents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** A trainer service and a full load on both of its streams. */
final class TrainingUnderLoad implements AutoCloseable {

    /** A killed broker's session lasts 4 s; the rest is for a crowded machine. */
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final AtomicLong lastStep = new AtomicLong(System.nanoTime());
    private final AtomicLong longestStep = new AtomicLong();
    private final TrainerService trainer;
    private final PatchLoad lr;
    private final PatchLoad hr;

    /** Starts all three. */
    TrainingUnderLoad(TrainerConfig config, Wire wire, MetricEmitter metrics) {
        Accidents noted = Accidents.NONE.after(iteration -> this::stepped);
        trainer =
                new TrainerService(
                        config,
                        wire.kafka(),
                        metrics,
                        "abc1234",
                        new ScriptedSolvers(config, noted));
        lr =
                new PatchLoad(
                        wire,
                        wire.topics().patchesLr(),
                        Domain.LR,
                        config.lrPatch(),
                        () -> progress().lrPatches());
        hr =
                new PatchLoad(
                        wire,
                        wire.topics().patchesHr(),
                        Domain.HR,
                        config.hrPatch(),
                        () -> progress().hrPatches());
        trainer.start();
    }

    private void stepped() {
        long now = System.nanoTime();
        longestStep.accumulateAndGet(now - lastStep.getAndSet(now), Math::max);
    }

    TrainerProgress progress() {
        return trainer.progress();
    }

    PatchLoad lr() {
        return lr;
    }

    PatchLoad hr() {
        return hr;
    }

    /** Patches that the brokers have acknowledged. */
    long answered() {
        return lr.acknowledged().size() + hr.acknowledged().size();
    }

    /** Longest time without an answer for a partition since the last call, s. */
    double longestSilence() {
        return Math.max(lr.longestSilence(), hr.longestSilence());
    }

    /** Longest time from one iteration to the next since the last call, s. */
    double longestStep() {
        return longestStep.getAndSet(0) / 1e9;
    }

    /** Fails when the trainer is down or the time is over. */
    void awaits(Callable<Boolean> condition) {
        await().atMost(DEADLINE)
                .failFast("the trainer is down", () -> trainer.health().is(Health.State.DOWN))
                .until(condition);
    }

    /**
     * No more patches; returns when the training has taken all of them and complains of nothing.
     */
    void drain() {
        for (PatchLoad load : List.of(lr, hr)) {
            load.stop();
        }
        awaits(
                () ->
                        progress().lrPatches() >= lr.acknowledged().size()
                                && progress().hrPatches() >= hr.acknowledged().size());
        awaits(() -> trainer.health().equals(Health.up()));
    }

    @Override
    public void close() {
        for (PatchLoad load : List.of(lr, hr)) {
            load.stop();
        }
        trainer.close();
    }
}
