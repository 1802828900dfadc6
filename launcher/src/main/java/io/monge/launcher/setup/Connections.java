package io.monge.launcher.setup;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.runtime.metric.Meters;
import io.monge.schemas.Topics;
import io.monge.schemas.registry.SchemaRegistries;
import io.monge.schemas.registry.Subjects;

/** Connects a process of its own to a broker and a registry server, and provisions both. */
public final class Connections {
    private Connections() {}

    /**
     * Waits until every topic can be written to and every schema is registered.
     *
     * @throws InvalidConfigException if the registry is embedded, which only one process can see
     * @throws RuntimeException with one sentence, if broker or registry does not answer or does not
     *     fit
     */
    public static KafkaConnection open(MongeConfig config, Meters meters) {
        KafkaConnection unseen = open(config);
        return new KafkaConnection(
                unseen.settings(), unseen.topics(), unseen.registry(), meters.registry());
    }

    /** The same for who is gone before anybody would look how the clients do. */
    public static KafkaConnection open(MongeConfig config) {
        if (config.registry().equals(SchemaRegistries.EMBEDDED)) {
            throw new InvalidConfigException(
                    "The key 'registry' is 'embedded', which only the all-in-one can use: give the address of a schema"
                            + " registry server, such as http://localhost:8081.");
        }
        Topics topics = Topics.withPrefix(config.kafka().topicPrefix());
        try (TopicAdmin admin = new TopicAdmin(config.kafka())) {
            admin.provision(topics);
        }
        SchemaRegistryClient registry = SchemaRegistries.openServer(config.registry());
        Subjects.provision(registry, topics);
        return new KafkaConnection(config.kafka(), topics, registry);
    }
}
