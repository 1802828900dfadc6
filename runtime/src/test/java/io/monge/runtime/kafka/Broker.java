package io.monge.runtime.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.SchemaRegistries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test its own catalogue of topics on a real broker that all tests of this JVM share. */
public final class Broker implements ParameterResolver {

    private static final ExtensionContext.Namespace HERE =
            ExtensionContext.Namespace.create(Broker.class);

    /** Broker and registry, closed after the last test. */
    private record Running(EmbeddedKafka kafka, SchemaRegistryClient registry)
            implements AutoCloseable {

        private static Running start() {
            try {
                Path directory = Files.createTempDirectory("monge-test");
                return new Running(
                        EmbeddedKafka.start(directory.resolve("kafka")),
                        SchemaRegistries.open(
                                SchemaRegistries.EMBEDDED, directory.resolve("registry")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            registry.close();
            kafka.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == KafkaConnection.class;
    }

    @Override
    public KafkaConnection resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Running running =
                test.getRoot()
                        .getStore(HERE)
                        .getOrComputeIfAbsent("running", key -> Running.start(), Running.class);
        String prefix = "t" + UUID.randomUUID().toString().substring(0, 8) + ".";
        KafkaSettings settings = KafkaSettings.of(running.kafka().bootstrapServers(), prefix);
        KafkaConnection connection =
                new KafkaConnection(settings, Topics.withPrefix(prefix), running.registry());
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(connection.topics());
        }
        return connection;
    }
}
