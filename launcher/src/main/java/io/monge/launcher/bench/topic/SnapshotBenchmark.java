package io.monge.launcher.bench.topic;

import io.monge.imaging.RgbImage;
import io.monge.ot.network.Edsr;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.tensor.Compute;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.serving.model.FrozenMapLoader;
import io.monge.serving.model.LoadedMap;
import io.monge.serving.model.ModelNews;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.ServedModel;
import io.monge.serving.wire.ModelTopics;
import io.monge.trainer.wire.Lineage;
import io.monge.trainer.wire.SnapshotLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Snapshots of random weights through the model topics, timed from end to end. */
final class SnapshotBenchmark {
    private static final String MODEL = "bench";
    private static final int ROUNDS = 3;
    private static final int BLOCKS = 32;
    private static final int WARM_UP_SIDE = 32; // px, as the server does
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaConnection kafka;

    SnapshotBenchmark(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /** Medians of some rounds, the first left out. */
    record Result(double publishMillis, double fetchMillis, double swapMillis, long bytes) {}

    private record Round(double publish, double fetch, double swap) {}

    Result run(int megabytes) {
        Edsr spec = spec(megabytes);
        ModelSnapshot first = new ModelSnapshot(spec, 1, spec.initialWeights(1));
        List<Round> rounds = new ArrayList<>();
        long bytes = 0;
        DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
        try (SnapshotLog log = new SnapshotLog(kafka, MODEL);
                ModelTopics topics = new ModelTopics(kafka, deadLetters, MODEL);
                ModelSlot slot = new ModelSlot()) {
            for (int version = 1; version <= ROUNDS + 1; version++) {
                byte[] encoded =
                        SnapshotCodec.encode(new ModelSnapshot(spec, version, first.weights()));
                bytes = encoded.length;
                rounds.add(round(log, topics, slot, lineage(spec, version), encoded));
            }
        } finally {
            deadLetters.close();
        }
        List<Round> timed = rounds.subList(1, rounds.size());
        return new Result(
                Medians.of(timed.stream().map(Round::publish).toList()),
                Medians.of(timed.stream().map(Round::fetch).toList()),
                Medians.of(timed.stream().map(Round::swap).toList()),
                bytes);
    }

    private static Round round(
            SnapshotLog log, ModelTopics topics, ModelSlot slot, Lineage lineage, byte[] encoded) {
        long start = System.nanoTime();
        log.append(lineage, (int) (lineage.version() % 8), encoded);
        log.promote(lineage.version(), "measured", List.of());
        long published = System.nanoTime();
        PublishedModel model = newest(topics, lineage.version());
        long known = System.nanoTime();
        byte[] fetched = topics.fetch(model);
        long verified = System.nanoTime();
        swap(slot, model, fetched);
        return new Round(
                (published - start) / 1e6,
                (verified - known) / 1e6,
                (System.nanoTime() - verified) / 1e6);
    }

    /** Reading the manifests from the beginning is not what a server does, so it is not timed. */
    private static PublishedModel newest(ModelTopics topics, long version) {
        return topics.news()
                .ofType(ModelNews.Published.class)
                .map(ModelNews.Published::model)
                .filter(model -> model.version() == version)
                .blockFirst(PATIENCE);
    }

    private static void swap(ModelSlot slot, PublishedModel model, byte[] bytes) {
        LoadedMap map = new FrozenMapLoader(Compute.cpu(1)).load(model, bytes);
        byte[] black = new byte[RgbImage.byteLength(WARM_UP_SIDE, WARM_UP_SIDE)];
        map.upscale(List.of(new RgbImage(WARM_UP_SIDE, WARM_UP_SIDE, black)));
        Promotion promotion =
                new Promotion(MODEL, model.version(), Promotion.By.GATE, "measured", Instant.now());
        slot.swap(new ServedModel(model, promotion, Instant.now()), map);
    }

    /** An EDSR as wide as it takes. */
    private static Edsr spec(int megabytes) {
        int features = 8;
        while (bytes(Edsr.reference(4, BLOCKS, features)) < megabytes * 1e6) {
            features += 4;
        }
        return Edsr.reference(4, BLOCKS, features);
    }

    private static long bytes(Edsr spec) {
        return spec.shapes().values().stream().mapToLong(shape -> shape.size() * Float.BYTES).sum();
    }

    private static Lineage lineage(Edsr spec, long version) {
        return new Lineage(
                MODEL,
                version,
                "measured",
                version,
                OptionalLong.empty(),
                SpecJson.of(spec),
                spec.scale(),
                "none",
                "none",
                "none",
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                List.of());
    }
}
