package io.monge.launcher.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.embedded.EmbeddedKafka;
import io.monge.launcher.setup.MongeConfig;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.metric.Meters;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.SchemaRegistries;
import io.monge.schemas.registry.Subjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the services of one process stand on: a broker, a registry, and the catalogue provisioned on
 * both.
 */
public final class Foundations implements AutoCloseable {
    private final Optional<EmbeddedKafka> broker;
    private final SchemaRegistryClient registry;
    private final Meters meters = new Meters();
    private final KafkaConnection kafka;

    private Foundations(
            Optional<EmbeddedKafka> broker,
            KafkaSettings settings,
            Topics topics,
            SchemaRegistryClient registry) {
        this.broker = broker;
        this.registry = registry;
        this.kafka = new KafkaConnection(settings, topics, registry, meters.registry());
    }

    /** Starts a broker of its own in the directory. */
    public static Foundations embedded(MongeConfig config, Path directory) {
        EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"));
        try {
            return open(
                    Optional.of(broker),
                    config.kafka().reaching(broker.bootstrapServers()),
                    directory);
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** Uses the broker that the configuration names. */
    public static Foundations on(MongeConfig config, Path directory) {
        return open(Optional.empty(), config.kafka(), directory);
    }

    private static Foundations open(
            Optional<EmbeddedKafka> broker, KafkaSettings settings, Path directory) {
        Topics topics = Topics.withPrefix(settings.topicPrefix());
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
        }
        SchemaRegistryClient registry =
                SchemaRegistries.open(SchemaRegistries.EMBEDDED, directory.resolve("registry"));
        Subjects.provision(registry, topics);
        return new Foundations(broker, settings, topics, registry);
    }

    public KafkaConnection kafka() {
        return kafka;
    }

    /** What Prometheus is shown of this process. */
    public Meters meters() {
        return meters;
    }

    /** Stops in reverse order; the data stays. */
    @Override
    public void close() {
        meters.close();
        try {
            registry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            broker.ifPresent(EmbeddedKafka::close);
        }
    }
}
