package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.embedded.EmbeddedKafka;
import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.ImageTensors;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.record.PromotedBy;
import io.monge.trainer.Candidate.Seen;
import io.monge.trainer.GuardConfig.ColourBound;
import io.monge.trainer.Publication.Judges;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.TrainerConfig.HeldOutConfig;
import io.monge.trainer.TrainerConfig.PublishConfig;
import io.monge.trainer.TrainerConfig.PublishConfig.Promotion;
import io.monge.trainer.wire.Current;
import io.monge.trainer.wire.SnapshotLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real scores of real maps on a real broker: who is served and who is not. */
class PromotionGateTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final SolverSpec SOLVER = Tiny.solver(1, 2e-3);

    @TempDir static Path brokerData;
    private static EmbeddedKafka broker;

    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();
    private PairScores pairs = PairScores.none();
    private final List<RgbImage> lr = Blobs.lr(new Random(1), 64);
    private final List<RgbImage> hr = Blobs.hr(new Random(2), 64);

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.start(brokerData);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aMapTrainedOnTheWrongStreamIsStoppedAndOneTrainedOnIsServed() {
        Wire wire = Wire.open(broker.bootstrapServers(), "spoiled.");
        Sampler right = sampler(Blobs.hr(new Random(4), 256));
        Sampler wrong = sampler(Blobs.inverted(new Random(4), 256));

        publishing(
                wire,
                publication -> {
                    try (OptimalTransportSolver good = SOLVER.open(Compute.cpu(1), 1);
                            OptimalTransportSolver spoiled = SOLVER.open(Compute.cpu(1), 1)) {
                        train(good, right, 40);
                        publication.publish(candidate(40, good.averagedWeights()));
                        train(spoiled, wrong, 160);
                        publication.publish(candidate(160, spoiled.averagedWeights()));
                        train(good, right, 80);
                        publication.publish(candidate(200, good.averagedWeights()));
                    }
                });

        assertThat(versions(wire)).as("everything is published").containsExactly(40L, 160L, 200L);
        assertThat(promotions(wire))
                .extracting(ModelPromotion::getVersion)
                .as("but not everything is served")
                .containsExactly(40L, 200L);
        assertThat(promotions(wire))
                .extracting(ModelPromotion::getReason)
                .containsExactly(
                        "first snapshot (policy: gate)",
                        "no score worse than version 40's (policy: gate)");
        assertThat(promotions(wire).get(1).getScores())
                .as("everything that can be said without pairs")
                .hasSize(Signal.values().length - 3);
        assertThat(metrics.valuesOf(Metric.TRAINER_REFUSED)).containsExactly(1.0);
    }

    /** While HR's stream carries inverted colours, so do its held-out patches: nobody notices. */
    @Test
    void aBadMapThatWasPromotedIsRolledBackOnceThePatchesTellTheTruth() {
        Wire wire = Wire.open(broker.bootstrapServers(), "repaired.");
        Sampler right = sampler(Blobs.hr(new Random(4), 256));
        Sampler wrong = sampler(Blobs.inverted(new Random(4), 256));
        List<RgbImage> wrongHr = Blobs.inverted(new Random(2), 64);

        publishing(
                wire,
                publication -> {
                    try (OptimalTransportSolver solver = SOLVER.open(Compute.cpu(1), 1)) {
                        train(solver, right, 40);
                        publication.publish(candidate(40, solver.averagedWeights()));
                        train(solver, wrong, 160);
                        publication.publish(candidate(200, solver.averagedWeights(), wrongHr));
                        train(solver, right, 10);
                        publication.publish(candidate(210, solver.averagedWeights()));
                    }
                });

        assertThat(promotions(wire))
                .extracting(ModelPromotion::getVersion)
                .containsExactly(40L, 200L, 40L);
        assertThat(promotions(wire))
                .extracting(ModelPromotion::getBy)
                .containsExactly(PromotedBy.GATE, PromotedBy.GATE, PromotedBy.ROLLBACK);
        assertThat(promotions(wire).get(2).getReason()).startsWith("version 200's bw2.uvp is now");
        assertThat(metrics.valuesOf(Metric.TRAINER_SERVED_ROLLBACKS)).containsExactly(1.0);
    }

    @Test
    void theServedVersionStaysFetchableHoweverManyAreRefused() {
        Wire wire = Wire.open(broker.bootstrapServers(), "kept.");
        Map<String, HostTensor> plain = SOLVER.open(Compute.cpu(1), 1).averagedWeights();

        publishing(
                wire,
                publication -> {
                    publication.publish(candidate(1, plain));
                    for (int version = 2; version <= 6; version++) {
                        publication.publish(candidate(version, brighter(plain, 0.5f)));
                    }
                });

        try (SnapshotLog log = new SnapshotLog(wire.kafka(), config().model())) {
            assertThat(log.current()).get().extracting(Current::version).isEqualTo(1L);
            assertThat(log.kept().values()).hasSize(4).contains(1L, 6L);
            assertThat(log.fetch(1)).isPresent();
            assertThat(Snapshots.newest(wire).getReanchors()).as("its lineage").containsExactly(3L);
        }
    }

    @Test
    void whatAnOperatorServesIsWhatIsComparedWithAlsoAfterARestart() {
        Wire wire = Wire.open(broker.bootstrapServers(), "operator.");
        Map<String, HostTensor> plain = SOLVER.open(Compute.cpu(1), 1).averagedWeights();

        publishing(
                wire,
                publication -> {
                    publication.publish(candidate(1, plain));
                    publication.publish(candidate(2, brighter(plain, 0.5f)));
                });
        assertThat(promotions(wire)).extracting(ModelPromotion::getVersion).containsExactly(1L);

        operatorServes(wire, 2);
        publishing(
                wire,
                publication -> {
                    publication.publish(candidate(3, brighter(plain, 0.8f)));
                    publication.publish(candidate(4, brighter(plain, 0.4f)));
                });

        assertThat(promotions(wire))
                .extracting(ModelPromotion::getVersion)
                .as("worse than the operator's choice is refused, better is served")
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void aServedVersionThatIsGoneIsComparedByItsRecordedScores() {
        Wire wire = Wire.open(broker.bootstrapServers(), "gone.");
        Map<String, HostTensor> plain = SOLVER.open(Compute.cpu(1), 1).averagedWeights();
        publishing(wire, publication -> publication.publish(candidate(5, plain)));
        send(wire, ModelPromotion.newBuilder(promotions(wire).get(0)).setVersion(77).build());

        publishing(
                wire,
                publication -> {
                    publication.publish(candidate(78, brighter(plain, 0.5f)));
                    publication.publish(candidate(79, plain));
                });

        assertThat(promotions(wire))
                .extracting(ModelPromotion::getVersion)
                .containsExactly(5L, 77L, 79L);
    }

    @Test
    void onTruePairsAWorseMapIsStoppedThoughNothingElseIsKnownOfIt(@TempDir Path folder) {
        Wire wire = Wire.open(broker.bootstrapServers(), "pairs.");
        TruePairs.write(folder, 4);
        HeldOutConfig config = new HeldOutConfig(0.1, 8, Optional.of(folder), Optional.empty());
        Map<String, HostTensor> plain = SOLVER.open(Compute.cpu(1), 1).averagedWeights();

        try (PairScores opened = PairScores.open(config, 4)) {
            pairs = opened;
            publishing(
                    wire,
                    publication -> {
                        publication.publish(unseen(1, plain));
                        publication.publish(unseen(2, brighter(plain, 0.2f)));
                        publication.publish(unseen(3, plain));
                    });
        }

        assertThat(promotions(wire)).extracting(ModelPromotion::getVersion).containsExactly(1L, 3L);
        assertThat(promotions(wire).get(1).getScores())
                .extracting(score -> score.getMetric())
                .containsExactly("pairs.psnr", "pairs.ssim");
        List<Double> psnr = metrics.valuesOf(Metric.TRAINER_PAIRS_PSNR);
        assertThat(psnr).hasSize(3);
        assertThat(psnr.get(0)).isEqualTo(psnr.get(2)).isGreaterThan(psnr.get(1));
        assertThat(metrics.valuesOf(Metric.TRAINER_PAIRS_SSIM)).hasSize(3);
    }

    /** While no patch is held out yet. */
    private Candidate unseen(long version, Map<String, HostTensor> weights) {
        return new Candidate(
                new ModelSnapshot(SOLVER.map(), version, weights),
                Origin.UNKNOWN,
                OptionalLong.empty(),
                0,
                List.of(),
                new Seen(new TreeMap<>(), List.of()),
                new Seen(new TreeMap<>(), List.of()));
    }

    private void publishing(Wire wire, Consumer<Publication> work) {
        TrainerConfig config = config();
        try (SnapshotLog log = new SnapshotLog(wire.kafka(), config.model())) {
            ColourWatch colours = new ColourWatch(new ColourBound(0, 0));
            Judges judges = new Judges(new SnapshotScores(pairs, config.compute()), colours);
            Publication publication = new Publication(config, log, judges, metrics, "test");
            publication.open();
            work.accept(publication);
        }
    }

    private Candidate candidate(long version, Map<String, HostTensor> weights) {
        return candidate(version, weights, hr);
    }

    private Candidate candidate(long version, Map<String, HostTensor> weights, List<RgbImage> hr) {
        return new Candidate(
                new ModelSnapshot(SOLVER.map(), version, weights),
                Origin.UNKNOWN,
                OptionalLong.empty(),
                0,
                List.of(version / 2),
                new Seen(new TreeMap<>(), lr),
                new Seen(new TreeMap<>(), hr));
    }

    private static void train(OptimalTransportSolver solver, Sampler target, int iterations) {
        Sampler source = sampler(Blobs.lr(new Random(3), 256));
        for (int i = 0; i < iterations; i++) {
            solver.step(source, target);
        }
    }

    private static Sampler sampler(List<RgbImage> pool) {
        Random random = new Random(5);
        return (scope, n) ->
                ImageTensors.upload(
                        scope, random.ints(n, 0, pool.size()).mapToObj(pool::get).toList());
    }

    /** Adds this to every value of T(x), in [-1, 1] units. */
    private static Map<String, HostTensor> brighter(Map<String, HostTensor> weights, float by) {
        float[] bias = weights.get("tail.1.bias").floats();
        for (int channel = 0; channel < bias.length; channel++) {
            bias[channel] += by;
        }
        Map<String, HostTensor> changed = new HashMap<>(weights);
        changed.put("tail.1.bias", HostTensor.of(bias, bias.length));
        return changed;
    }

    /** With the scores of its manifest, as the command line does it. */
    private static void operatorServes(Wire wire, long version) {
        ModelManifest manifest =
                wire.read(wire.topics().modelManifests()).stream()
                        .map(Received::value)
                        .filter(it -> it.getVersion() == version)
                        .findFirst()
                        .orElseThrow();
        send(
                wire,
                ModelPromotion.newBuilder()
                        .setModel(manifest.getModel())
                        .setVersion(version)
                        .setBy(PromotedBy.OPERATOR)
                        .setReason("promoted on the command line")
                        .setScores(manifest.getScores())
                        .setPromotedAt(Instant.now())
                        .build());
    }

    private static void send(Wire wire, ModelPromotion promotion) {
        try (KafkaSink<ModelPromotion> sink = wire.kafka().sink(wire.topics().modelCurrent())) {
            sink.send(promotion.getModel(), promotion).block(DEADLINE);
        }
    }

    private static List<ModelPromotion> promotions(Wire wire) {
        return wire.read(wire.topics().modelCurrent()).stream().map(Received::value).toList();
    }

    private static List<Long> versions(Wire wire) {
        return wire.read(wire.topics().modelManifests()).stream()
                .map(Received::value)
                .map(ModelManifest::getVersion)
                .toList();
    }

    private static TrainerConfig config() {
        TrainerConfig tiny = Tiny.config(SOLVER, Path.of("unused"), WhenDry.REUSE);
        return new TrainerConfig(
                tiny.model(),
                tiny.seed(),
                tiny.compute(),
                tiny.solver(),
                tiny.reservoir(),
                tiny.heldOut(),
                new PublishConfig(
                        3, Duration.ZERO, 4, Promotion.GATE, Tiny.TOLERANCES, Tiny.ROLLBACK),
                tiny.checkpoint(),
                tiny.guard(),
                tiny.selfTest());
    }
}
