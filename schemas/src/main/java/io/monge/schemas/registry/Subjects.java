package io.monge.schemas.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The registry's side of provisioning: every value's schema and how it may evolve. */
public final class Subjects {

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int ATTEMPTS = 10;
    private static final Duration RETRY = Duration.ofMillis(200);

    private Subjects() {}

    /**
     * Registers the schemas of this version of the program and sets their compatibility. Doing it
     * again changes nothing.
     *
     * @throws IllegalStateException if the registry holds a schema that this version cannot live
     *     with
     * @throws UncheckedIOException if the registry does not answer
     */
    public static void provision(SchemaRegistryClient registry, Topics topics) {
        for (Topic<?> topic : topics.all()) {
            provision(registry, topic);
        }
    }

    private static void provision(SchemaRegistryClient registry, Topic<?> topic) {
        for (int attempt = 1; ; attempt++) {
            try {
                attempt(registry, topic);
                return;
            } catch (RestClientException e) {
                if (attempt == ATTEMPTS || e.getStatus() != CONFLICT) {
                    throw refused(topic, e);
                }
                // Of several processes that start at once, a server may answer all but one like
                // this.
                LockSupport.parkNanos(RETRY.toNanos());
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "the schema registry does not answer: " + e.getMessage(), e);
            }
        }
    }

    private static void attempt(SchemaRegistryClient registry, Topic<?> topic)
            throws IOException, RestClientException {
        // A new subject has no place for its compatibility in every registry until it has a
        // schema;
        // an old one must be guarded before the next schema comes in.
        if (isNew(registry, topic.subject())) {
            registry.register(topic.subject(), new AvroSchema(topic.schema()));
            setCompatibility(registry, topic);
        } else {
            setCompatibility(registry, topic);
            registry.register(topic.subject(), new AvroSchema(topic.schema()));
        }
    }

    private static boolean isNew(SchemaRegistryClient registry, String subject)
            throws IOException, RestClientException {
        try {
            return registry.getAllVersions(subject).isEmpty();
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return true;
            }
            throw e;
        }
    }

    private static void setCompatibility(SchemaRegistryClient registry, Topic<?> topic)
            throws IOException, RestClientException {
        String wanted = topic.compatibility().name;
        if (!wanted.equals(compatibility(registry, topic.subject()))) {
            registry.updateCompatibility(topic.subject(), wanted);
        }
    }

    private static String compatibility(SchemaRegistryClient registry, String subject)
            throws IOException, RestClientException {
        try {
            return registry.getCompatibility(subject);
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return "";
            }
            throw e;
        }
    }

    private static IllegalStateException refused(Topic<?> topic, RestClientException e) {
        String problem =
                e.getStatus() == CONFLICT
                        ? "holds a schema for %s that is not %s with this version of the program"
                                .formatted(topic.subject(), topic.compatibility())
                        : "refuses the schema of " + topic.subject();
        return new IllegalStateException(
                "the schema registry %s: %s".formatted(problem, e.getMessage()), e);
    }
}
