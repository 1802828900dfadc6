package io.monge.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.schemas.Records;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.record.FailureReason;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.UpscaleFailure;
import io.monge.schemas.record.UpscaleResult;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

    private final Topics topics = Topics.withPrefix("t.");
    private final Topic<ImagePatch> patches = topics.patchesLr();
    private final SchemaRegistryClient registry = EmbeddedRegistry.inMemory();
    private final AvroSerde<ImagePatch> serde = AvroSerde.of(registry, patches);

    @Test
    void theEnvelopeIsAZeroAndTheIdBigEndianThenAvroBinary() throws Exception {
        for (int other = 1; other < 7; other++) { // the ids 1 to 6
            Schema schema =
                    SchemaBuilder.record("Other" + other).fields().requiredInt("x").endRecord();
            registry.register("other-" + other, new AvroSchema(schema));
        }

        byte[] bytes = bytes(Records.patch());

        // "cat", LR, width 2, height 1, six pixels, left 7, top 8, 2026-01-01T12:00Z in ms: zigzag
        // varints
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "0000000007"
                                + "06636174"
                                + "00"
                                + "04"
                                + "02"
                                + "0c010203040506"
                                + "0e"
                                + "10"
                                + "80d8ee96ef66");
    }

    @Test
    void aRecordComesBackAsItWas() {
        assertThat(serde.deserializer().deserialize(patches.name(), bytes(Records.patch())))
                .isEqualTo(Records.patch());
    }

    @Test
    void absentAndUnionFieldsComeBack() {
        AvroSerde<MetricSample> samples = AvroSerde.of(registry, topics.metricsSamples());
        AvroSerde<UpscaleResult> results = AvroSerde.of(registry, topics.upscaleResults());
        UpscaleResult failed =
                new UpscaleResult(
                        "r1",
                        new UpscaleFailure(FailureReason.TOO_LARGE, "too large"),
                        Records.NOON);

        assertThat(there(samples, "samples", Records.sample(0.5)).getModelVersion()).isNull();
        assertThat(there(results, "results", failed)).isEqualTo(failed);
    }

    @Test
    void aTombstoneStaysATombstone() {
        assertThat(serde.serializer().serialize(patches.name(), null)).isNull();
        assertThat(serde.deserializer().deserialize(patches.name(), null)).isNull();
    }

    @Test
    void anOlderWritersRecordIsReadWithTheDefaultOfTheNewField() throws Exception {
        String older =
                new Schema.Parser()
                        .parse(MetricSample.getClassSchema().toString())
                        .toString()
                        .replaceAll(",\\{\"name\":\"modelVersion\".*?\"default\":null\\}", "");
        AvroSchema olderSchema = new AvroSchema(older);
        assertThat(olderSchema.rawSchema().getField("modelVersion")).isNull();
        int id = registry.register(topics.metricsSamples().subject(), olderSchema);
        byte[] body = {2, 'm', 2, 's', 2, '1', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        byte[] bytes = new byte[5 + body.length];
        bytes[4] = (byte) id;
        System.arraycopy(body, 0, bytes, 5, body.length);

        MetricSample sample =
                AvroSerde.of(registry, topics.metricsSamples())
                        .deserializer()
                        .deserialize(topics.metricsSamples().name(), bytes);

        assertThat(sample.getMetric()).isEqualTo("m");
        assertThat(sample.getModelVersion()).isNull();
    }

    @Test
    void bytesThatAreNoRecordAreRefused() {
        byte[] whole = bytes(Records.patch());
        byte[][] poison = {
            {},
            {0},
            "hello".getBytes(StandardCharsets.UTF_8),
            {0, 0, 0, 0, 99, 1, 2, 3},
            Arrays.copyOf(whole, whole.length - 1),
            Arrays.copyOf(whole, 5),
        };

        for (byte[] bytes : poison) {
            assertThatThrownBy(() -> serde.deserializer().deserialize(patches.name(), bytes))
                    .as(Arrays.toString(bytes))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageStartingWith("not a ImagePatch");
        }
    }

    @Test
    void anyDamageEitherIsRefusedOrYieldsARecordAndNeverAnythingElse() {
        byte[] whole = bytes(Records.patch());
        Random random = new Random(3);
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = Arrays.copyOf(whole, 5 + random.nextInt(whole.length));
            for (int i = 5; i < bytes.length; i++) {
                bytes[i] ^= (byte) (random.nextInt(4) == 0 ? random.nextInt() : 0);
            }
            try {
                assertThat(serde.deserializer().deserialize(patches.name(), bytes)).isNotNull();
            } catch (SerializationException expected) {
                assertThat(expected).hasMessageStartingWith("not a ImagePatch");
            }
        }
    }

    @Test
    void aLengthBeyondTheRecordIsRefusedWithoutTakingItsMemory() {
        byte[] whole = bytes(Records.patch());
        byte[] huge = Arrays.copyOf(whole, whole.length + 4);
        // the length of "pixels": 1.9 GB as a zigzag varint
        byte[] varint = {(byte) 0x80, (byte) 0xc8, (byte) 0xaf, (byte) 0xa0, 0x0e};
        System.arraycopy(varint, 0, huge, 5 + 4 + 3, varint.length);

        assertThatThrownBy(() -> serde.deserializer().deserialize(patches.name(), huge))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void aRecordOfAnotherTypeIsRefused() {
        byte[] sample =
                AvroSerde.of(registry, MetricSample.class)
                        .serializer()
                        .serialize("elsewhere", Records.sample(1));

        assertThatThrownBy(() -> serde.deserializer().deserialize(patches.name(), sample))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void anAbsentRegistryIsNotTheRecordsFault() throws Exception {
        byte[] good = bytes(Records.patch());
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closedPort = socket.getLocalPort();
        }
        AvroSerde<ImagePatch> cutOff =
                AvroSerde.of(
                        new CachedSchemaRegistryClient("http://127.0.0.1:" + closedPort, 10),
                        patches);

        assertThatThrownBy(() -> cutOff.serializer().serialize(patches.name(), Records.patch()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("schema registry does not answer");
        assertThatThrownBy(() -> cutOff.deserializer().deserialize(patches.name(), good))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("schema registry does not answer");
    }

    private byte[] bytes(ImagePatch patch) {
        return serde.serializer().serialize(patches.name(), patch);
    }

    private static <T extends SpecificRecord> T there(AvroSerde<T> serde, String topic, T value) {
        return serde.deserializer().deserialize(topic, serde.serializer().serialize(topic, value));
    }
}
