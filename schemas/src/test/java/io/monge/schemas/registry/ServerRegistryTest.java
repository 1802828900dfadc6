package io.monge.schemas.registry;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a registry server, a process of its own, through Confluent's own client. */
class ServerRegistryTest extends RegistryContract {

    @TempDir private static Path data;

    private static RegistryServer server;
    private SchemaRegistryClient registry;

    @BeforeAll
    static void start() throws Exception {
        server = RegistryServer.start(data);
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void connect() {
        registry = SchemaRegistries.openServer(server.address());
    }

    @Override
    SchemaRegistryClient registry() {
        return registry;
    }

    @Override
    SchemaRegistryClient reopened() throws Exception {
        server.stop();
        server = RegistryServer.start(data);
        connect();
        return registry;
    }
}
