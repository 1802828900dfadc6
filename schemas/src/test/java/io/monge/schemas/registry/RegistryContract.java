package io.monge.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.monge.schemas.Records;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** What every registry must do, whatever it is made of. Each test uses subjects of its own. */
abstract class RegistryContract {

    private final String prefix = "t" + UUID.randomUUID() + ".";
    private final Topics topics = Topics.withPrefix(prefix);

    /** The registry under test, the same during one test. */
    abstract SchemaRegistryClient registry();

    /** The same registry after it was stopped and started on the same data. */
    abstract SchemaRegistryClient reopened() throws Exception;

    @Test
    void aSchemaIsFoundByItsIdAndBySubject() throws Exception {
        AvroSchema schema = person(1);
        String subject = prefix + "people-value";

        int id = registry().register(subject, schema);

        assertThat(registry().getSchemaById(id).rawSchema()).isEqualTo(schema.rawSchema());
        assertThat(registry().getSchemaBySubjectAndId(subject, id).rawSchema())
                .isEqualTo(schema.rawSchema());
        assertThat(registry().getId(subject, schema)).isEqualTo(id);
        assertThat(registry().getVersion(subject, schema)).isEqualTo(1);
        assertThat(registry().getAllSubjects()).contains(subject);
        assertThat(registry().getAllVersions(subject)).isEqualTo(List.of(1));
        assertThat(registry().getLatestSchemaMetadata(subject).getId()).isEqualTo(id);
    }

    @Test
    void registeringAgainChangesNothing() throws Exception {
        String subject = prefix + "people-value";

        int id = registry().register(subject, person(1));

        assertThat(registry().register(subject, person(1))).isEqualTo(id);
        assertThat(registry().getAllVersions(subject)).hasSize(1);
    }

    @Test
    void aCompatibleSchemaIsTheNextVersion() throws Exception {
        String subject = prefix + "people-value";
        int first = registry().register(subject, person(1));
        registry().updateCompatibility(subject, "FULL_TRANSITIVE");

        int second = registry().register(subject, person(2));

        assertThat(second).isNotEqualTo(first);
        assertThat(registry().getAllVersions(subject)).isEqualTo(List.of(1, 2));
        assertThat(registry().getLatestSchemaMetadata(subject).getId()).isEqualTo(second);
        assertThat(registry().testCompatibility(subject, person(1))).isTrue();
    }

    @Test
    void anIncompatibleSchemaIsRefusedAndChangesNothing() throws Exception {
        String subject = prefix + "people-value";
        registry().register(subject, person(1));
        registry().updateCompatibility(subject, "BACKWARD_TRANSITIVE");

        assertThat(refusal(subject, stranger()).getStatus()).isEqualTo(409);
        assertThat(registry().testCompatibility(subject, stranger())).isFalse();
        assertThat(registry().getAllVersions(subject)).hasSize(1);
    }

    @Test
    void transitiveMeansEveryEarlierVersion() throws Exception {
        String subject = prefix + "people-value";
        registry().register(subject, record("int"));
        registry().updateCompatibility(subject, "BACKWARD");
        registry().register(subject, record("long"));
        registry().register(subject, record("double"));

        // the latest, double, could be read from float; the first, int, could not
        registry().updateCompatibility(subject, "FORWARD_TRANSITIVE");
        assertThat(refusal(subject, record("float")).getStatus()).isEqualTo(409);
        registry().updateCompatibility(subject, "FORWARD");
        registry().register(subject, record("float"));
        assertThat(registry().getAllVersions(subject)).hasSize(4);
    }

    @Test
    void whatIsUnknownIsNotFound() {
        for (ThrowingCall call :
                List.<ThrowingCall>of(
                        () -> registry().getSchemaById(123_456_789),
                        () -> registry().getAllVersions(prefix + "nobody-value"),
                        () -> registry().getLatestSchemaMetadata(prefix + "nobody-value"),
                        () -> registry().getId(prefix + "nobody-value", person(1)))) {
            RestClientException missing =
                    catchThrowableOfType(RestClientException.class, call::run);
            assertThat(missing.getStatus()).isEqualTo(404);
        }
    }

    @Test
    void provisioningRegistersTheCatalogueAndGuardsItAndMayBeRepeated() throws Exception {
        Subjects.provision(registry(), topics);
        Map<String, Integer> ids = ids();

        Subjects.provision(registry(), topics);

        assertThat(ids()).isEqualTo(ids);
        for (Topic<?> topic : topics.all()) {
            assertThat(registry().getAllVersions(topic.subject())).as(topic.name()).hasSize(1);
            assertThat(registry().getCompatibility(topic.subject()))
                    .as(topic.name())
                    .isEqualTo(topic.compatibility().name);
        }
    }

    @Test
    void provisioningOverASchemaOfSomebodyElseIsRefusedInASentence() throws Exception {
        registry().register(topics.patchesLr().subject(), person(1));

        assertThatThrownBy(() -> Subjects.provision(registry(), topics))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(topics.patchesLr().subject())
                .hasMessageContaining("BACKWARD_TRANSITIVE");
    }

    @Test
    void recordsGoThereAndBackWithTheIdInTheirEnvelope() throws Exception {
        Subjects.provision(registry(), topics);
        Topic<ImagePatch> topic = topics.patchesLr();
        AvroSerde<ImagePatch> serde = AvroSerde.of(registry(), topic);

        byte[] bytes = serde.serializer().serialize(topic.name(), Records.patch());

        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt()).isEqualTo(ids().get(topic.subject()));
        assertThat(serde.deserializer().deserialize(topic.name(), bytes))
                .isEqualTo(Records.patch());
        assertThat(registry().getAllVersions(topic.subject())).hasSize(1);
    }

    @Test
    void idsMeanTheSameAfterARestartAndNewOnesAreNew() throws Exception {
        Subjects.provision(registry(), topics);
        Map<String, Integer> before = ids();
        Topic<MetricSample> topic = topics.metricsSamples();
        byte[] kept =
                AvroSerde.of(registry(), topic)
                        .serializer()
                        .serialize(topic.name(), Records.sample(2));

        SchemaRegistryClient again = reopened();
        Subjects.provision(again, topics);

        assertThat(ids()).isEqualTo(before);
        assertThat(AvroSerde.of(again, topic).deserializer().deserialize(topic.name(), kept))
                .isEqualTo(Records.sample(2));
        assertThat(again.getCompatibility(topic.subject())).isEqualTo("BACKWARD_TRANSITIVE");
        assertThat(before.values())
                .doesNotContain(again.register(prefix + "late-value", person(1)));
    }

    private RestClientException refusal(String subject, AvroSchema schema) {
        return catchThrowableOfType(
                RestClientException.class, () -> registry().register(subject, schema));
    }

    private Map<String, Integer> ids() throws Exception {
        Map<String, Integer> ids = new HashMap<>();
        for (Topic<?> topic : topics.all()) {
            ids.put(topic.subject(), registry().getLatestSchemaMetadata(topic.subject()).getId());
        }
        return ids;
    }

    /** A person with one field, or with a second, optional one. */
    private AvroSchema person(int fields) {
        var builder =
                SchemaBuilder.record("Person")
                        .namespace(namespace())
                        .fields()
                        .requiredString("name");
        Schema schema = (fields == 1 ? builder : builder.optionalLong("born")).endRecord();
        return new AvroSchema(schema);
    }

    private AvroSchema stranger() {
        return new AvroSchema(
                SchemaBuilder.record("Person")
                        .namespace(namespace())
                        .fields()
                        .requiredInt("number")
                        .endRecord());
    }

    private AvroSchema record(String type) {
        return new AvroSchema(
                SchemaBuilder.record("Person")
                        .namespace(namespace())
                        .fields()
                        .name("x")
                        .type(Schema.create(Schema.Type.valueOf(type.toUpperCase(Locale.ROOT))))
                        .noDefault()
                        .endRecord());
    }

    private String namespace() {
        return "n" + prefix.replaceAll("[^a-z0-9]", "");
    }

    @FunctionalInterface
    private interface ThrowingCall {
        void run() throws Exception;
    }
}
