package io.monge.launcher.bench.stream;

import io.monge.imaging.Crop;
import io.monge.imaging.RgbImage;
import io.monge.ingest.Domain;
import io.monge.ingest.Patch;
import io.monge.ingest.PatchSink;
import io.monge.ingest.wire.KafkaPatchSink;
import io.monge.launcher.bench.stream.StepClock.StepTime;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.benchmark.RandomPatches;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.service.Health;
import io.monge.trainer.TrainerConfig;
import io.monge.trainer.TrainerConfig.CheckpointConfig;
import io.monge.trainer.TrainerProgress;
import io.monge.trainer.TrainerService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/**
 * The same solver, in turn on noise in memory and, as the trainer that it is a part of, on the same
 * noise from full topics. The difference is all that the stream adds: fetching, decoding, the pools
 * and what they keep, symmetries, metrics, the guard.
 */
final class StreamBenchmark {
    private static final int UNANSWERED = 256;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final TrainerConfig config;
    private final KafkaConnection kafka;
    private final RunLengths lengths;

    StreamBenchmark(TrainerConfig config, KafkaConnection kafka, RunLengths lengths) {
        this.config = config;
        this.kafka = kafka;
        this.lengths = lengths;
    }

    /** Fills the topics, then measures. */
    StreamResult run() {
        try (PatchSink sink = KafkaPatchSink.open(kafka)) {
            fill(sink, Domain.LR, lr());
            fill(sink, Domain.HR, hr());
        }
        List<StepTime> memory = new ArrayList<>();
        List<StepTime> stream = new ArrayList<>();
        for (int round = 0; round < lengths.rounds(); round++) {
            memory.addAll(fromMemory());
            stream.addAll(fromTopics(round));
        }
        return new StreamResult(memory, stream);
    }

    private RandomPatches lr() {
        return new RandomPatches(
                config.solver().potential().size() / config.solver().map().scale(), 1);
    }

    private RandomPatches hr() {
        return new RandomPatches(config.solver().potential().size(), 2);
    }

    private void fill(PatchSink sink, Domain domain, RandomPatches noise) {
        List<RgbImage> images = noise.images();
        Flux.range(0, lengths.patches())
                .map(
                        i ->
                                new Patch(
                                        domain,
                                        domain + "-" + i,
                                        new Crop(0, 0, images.get(i % images.size())),
                                        Instant.EPOCH))
                .flatMap(sink::send, UNANSWERED)
                .blockLast();
    }

    private List<StepTime> fromMemory() {
        StepClock clock = new StepClock(lengths);
        RandomPatches lr = lr();
        RandomPatches hr = hr();
        try (OptimalTransportSolver solver =
                config.solver().open(config.compute(), config.seed())) {
            while (!clock.awaitEnd(Duration.ZERO)) {
                solver.step(lr, hr);
                clock.stepped();
            }
        }
        return clock.steps();
    }

    private List<StepTime> fromTopics(int round) {
        StepClock clock = new StepClock(lengths);
        TrainerService trainer = new TrainerService(inRound(round), kafka, clock, "bench");
        try (trainer) {
            trainer.start();
            while (!clock.awaitEnd(LOOK)) {
                if (trainer.health().is(Health.State.DOWN)) {
                    throw new IllegalStateException(
                            "the trainer has ended: " + trainer.health().reason());
                }
            }
            requireFull(trainer.progress());
        }
        return clock.steps();
    }

    private void requireFull(TrainerProgress progress) {
        if (Math.max(progress.lrPatches(), progress.hrPatches()) >= lengths.patches()) {
            throw new IllegalStateException(
                    "the topics ran dry after %d patches: ask for more with --patches"
                            .formatted(lengths.patches()));
        }
    }

    /** A new training each time. */
    private TrainerConfig inRound(int round) {
        CheckpointConfig checkpoint = config.checkpoint();
        Path directory = checkpoint.directory().resolve("round-" + round);
        return new TrainerConfig(
                config.model(),
                config.seed(),
                config.compute(),
                config.solver(),
                config.reservoir(),
                config.heldOut(),
                config.publish(),
                new CheckpointConfig(checkpoint.every(), checkpoint.keep(), directory, 0),
                config.guard(),
                config.selfTest());
    }
}
