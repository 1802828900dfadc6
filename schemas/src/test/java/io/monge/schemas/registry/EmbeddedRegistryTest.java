package io.monge.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.schemas.record.MetricSample;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest extends RegistryContract {

    private static final AvroSchema SCHEMA = new AvroSchema(MetricSample.getClassSchema());

    @TempDir private Path directory;
    private SchemaRegistryClient registry;

    @BeforeEach
    void open() {
        registry = SchemaRegistries.open(SchemaRegistries.EMBEDDED, directory);
    }

    @Override
    SchemaRegistryClient registry() {
        return registry;
    }

    @Override
    SchemaRegistryClient reopened() {
        open();
        return registry;
    }

    @Test
    void theSameSchemaUnderTwoSubjectsHasOneId() throws Exception {
        int id = registry.register("a-value", SCHEMA);

        assertThat(registry.register("b-value", SCHEMA)).isEqualTo(id);
        assertThat(registry.getAllSubjectsById(id)).isEqualTo(List.of("a-value", "b-value"));
    }

    @Test
    void whatIsWrittenIsOneWholeFile() throws Exception {
        registry.register("a-value", SCHEMA);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("schema-registry.json"));
        }
    }

    @Test
    void aHalfWrittenFileOfAKilledProcessIsIgnored() throws Exception {
        int id = registry.register("a-value", SCHEMA);
        Files.writeString(directory.resolve("schema-registry.json.new"), "{\"schemas\":[{");

        assertThat(reopened().getId("a-value", SCHEMA)).isEqualTo(id);
    }

    @Test
    void aDamagedFileIsASentenceAndNotAnEmptyRegistry() throws Exception {
        Files.writeString(directory.resolve("schema-registry.json"), "not json");

        assertThatThrownBy(this::reopened)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("schema-registry.json is not a schema registry file");
    }

    @Test
    void anUnknownCompatibilityIsRefused() {
        assertThatThrownBy(() -> registry.updateCompatibility("a-value", "SOMEWHAT"))
                .hasMessageContaining("SOMEWHAT");
    }

    @Test
    void aRegistryInMemoryNeedsNoDirectory() throws Exception {
        SchemaRegistryClient memory = EmbeddedRegistry.inMemory();

        assertThat(memory.register("a-value", SCHEMA)).isEqualTo(1);
    }
}
