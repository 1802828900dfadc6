package io.monge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.ot.HostTensor;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.tensor.SafeTensors;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Health;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.snapshot.SnapshotChunks;
import io.monge.serving.http.SampleImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever comes over the topics and is promoted, a snapshot that is not what it should be is
 * refused with a sentence, counted by its reason, and the old one goes on serving.
 */
class RefusedSnapshotTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final long GOOD = 1;
    private static final String TENSOR = "tail.1.bias";

    @TempDir static Path directory;
    private static final CollectingMetricEmitter METRICS = new CollectingMetricEmitter();
    private static Broker broker;
    private static ServingService service;

    /** What is wrong, what says so, and where it is counted. */
    enum Wrong {
        CORRUPT(2, "Not a SafeTensors file", Metric.SERVING_SNAPSHOT_REFUSED_UNREADABLE),
        TRUNCATED(3, "bytes of", Metric.SERVING_SNAPSHOT_REFUSED_INCOMPLETE),
        WRONG_SHAPE(4, "array tail.1.bias is", Metric.SERVING_SNAPSHOT_REFUSED_SHAPE),
        WRONG_HASH(5, "its SHA-256 is", Metric.SERVING_SNAPSHOT_REFUSED_ALTERED),
        WRONG_PARENTS_BYTES(
                6, "its parent, version 1, has", Metric.SERVING_SNAPSHOT_REFUSED_PARENT),
        PARENT_OF_ANOTHER_TRAINING(
                7, "its parent, version 1, is of training", Metric.SERVING_SNAPSHOT_REFUSED_PARENT),
        PARENT_AFTER_ITS_CHILD(8, "which is not before it", Metric.SERVING_SNAPSHOT_REFUSED_PARENT),
        NOT_A_NUMBER(10, "not finite", Metric.SERVING_SNAPSHOT_REFUSED_NONFINITE),
        OTHER_ARCHITECTURE(
                11, "its manifest promises", Metric.SERVING_SNAPSHOT_REFUSED_ARCHITECTURE),
        UNKNOWN_ARCHITECTURE(12, "oracle", Metric.SERVING_SNAPSHOT_REFUSED_ARCHITECTURE);

        private final long version;
        private final String sentence;
        private final Metric metric;

        Wrong(long version, String sentence, Metric metric) {
            this.version = version;
            this.sentence = sentence;
            this.metric = metric;
        }

        void publish() {
            byte[] good = Broker.snapshot(version);
            switch (this) {
                case CORRUPT -> broker.publish(version, beginningWithNoise(good), it -> it);
                case TRUNCATED ->
                        broker.publish(
                                version,
                                Arrays.copyOf(good, good.length / 2),
                                said(it -> it.setByteLength(good.length)));
                case WRONG_SHAPE ->
                        broker.publish(version, with(HostTensor.of(new float[5], 5)), it -> it);
                case WRONG_HASH -> broker.publish(version, good, Broker.snapshot(version + 1));
                case WRONG_PARENTS_BYTES ->
                        broker.publish(
                                version,
                                good,
                                said(
                                        it ->
                                                it.setParent(GOOD)
                                                        .setParentSha256(
                                                                SnapshotChunks.sha256(good))));
                case PARENT_OF_ANOTHER_TRAINING ->
                        broker.publish(
                                version, good, said(it -> it.setParent(GOOD).setTraining("b")));
                case PARENT_AFTER_ITS_CHILD ->
                        broker.publish(version, good, said(it -> it.setParent(version)));
                case NOT_A_NUMBER -> {
                    float[] values = MAP_WEIGHTS.get(TENSOR).floats();
                    values[1] = Float.NaN;
                    broker.publish(version, with(HostTensor.of(values, values.length)), it -> it);
                }
                case OTHER_ARCHITECTURE -> {
                    Edsr deeper = new Edsr(4, 2, 8, 1, GlobalSkip.BICUBIC, MapInit.UNIFORM);
                    ModelSnapshot other =
                            new ModelSnapshot(deeper, version, deeper.initialWeights(1));
                    broker.publish(version, SnapshotCodec.encode(other), it -> it);
                }
                case UNKNOWN_ARCHITECTURE -> {
                    SafeTensors file = SafeTensors.of(good);
                    Map<String, String> metadata = new HashMap<>(file.metadata());
                    metadata.put("map", "{\"type\":\"oracle\"}");
                    byte[] bytes = new SafeTensors(file.tensors(), metadata).toBytes();
                    broker.publish(version, bytes, it -> it);
                }
                default -> throw new IllegalStateException(name());
            }
        }

        private byte[] with(HostTensor tensor) {
            SafeTensors file = SafeTensors.of(Broker.snapshot(version));
            Map<String, HostTensor> tensors = new HashMap<>(file.tensors());
            tensors.put(TENSOR, tensor);
            return new SafeTensors(tensors, file.metadata()).toBytes();
        }
    }

    private static final Map<String, HostTensor> MAP_WEIGHTS = Broker.MAP.initialWeights(GOOD);

    private static UnaryOperator<ModelManifest> said(UnaryOperator<ModelManifest.Builder> change) {
        return manifest -> change.apply(ModelManifest.newBuilder(manifest)).build();
    }

    private static byte[] beginningWithNoise(byte[] bytes) {
        byte[] noise = bytes.clone();
        Arrays.fill(noise, 8, 64, (byte) 0x5a);
        return noise;
    }

    @BeforeAll
    static void serveAGoodOne() {
        broker = new Broker(directory);
        service =
                new ServingService(
                        ServingConfig.defaults().onPort(0),
                        broker.kafka(),
                        broker.deadLetters(),
                        METRICS,
                        new Meters(),
                        SampleImages.ofTheRenderedWorld());
        service.start();
        broker.publish(GOOD, Broker.snapshot(GOOD), said(it -> it.setTraining("a")));
        broker.promote(GOOD);
        await().atMost(DEADLINE).until(() -> service.servedVersion().orElse(-1) == GOOD);
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedAndTheOldModelServes(Wrong wrong) {
        int before = METRICS.valuesOf(wrong.metric).size();

        wrong.publish();
        broker.promote(wrong.version);

        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(service.health().reason()).contains(wrong.sentence));
        assertThat(service.health().is(Health.State.DEGRADED)).isTrue();
        assertThat(service.health().reason()).endsWith("; version 1 is still served");
        assertThat(service.servedVersion()).hasValue(GOOD);
        assertThat(METRICS.valuesOf(wrong.metric)).as("counted by reason").hasSize(before + 1);
    }
}
