package io.monge.schemas.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Opens the schema registry that the configuration names: {@code http(s)://…} is a server, reached
 * by Confluent's own caching client; {@code embedded} is a file of this process.
 */
public final class SchemaRegistries {

    /** The configured value for a registry inside this process. */
    public static final String EMBEDDED = "embedded";

    private static final int CACHED_SCHEMAS_PER_SUBJECT = 1000;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private SchemaRegistries() {}

    /**
     * Opens a registry and makes sure that it answers. Services in one process that use the
     * embedded one share one instance; whoever opens it closes it.
     *
     * @param registry {@code http://host:port[/path]}, several of them separated by commas, or
     *     {@code embedded}
     * @param dataDirectory where the embedded registry keeps its file; a server needs none
     * @throws IllegalArgumentException if the value is neither
     * @throws UncheckedIOException in one sentence, if the server does not answer or the file is
     *     unreadable
     */
    public static SchemaRegistryClient open(String registry, Path dataDirectory) {
        if (registry.equals(EMBEDDED)) {
            try {
                return EmbeddedRegistry.open(dataDirectory);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        return openServer(registry);
    }

    /**
     * Opens a registry server, for a process that has no data directory.
     *
     * @throws IllegalArgumentException if the value is not an address
     * @throws UncheckedIOException in one sentence, if the server does not answer
     */
    public static SchemaRegistryClient openServer(String addresses) {
        List<String> urls = List.of(addresses.trim().split("\\s*,\\s*"));
        for (String url : urls) {
            if (!url.startsWith("http://") && !url.startsWith("https://")) {
                throw new IllegalArgumentException(
                        "registry '%s' must be http://host:port, https://host:port or embedded"
                                .formatted(withoutPassword(url)));
            }
        }
        SchemaRegistryClient client = client(urls);
        check(client, withoutPassword(addresses));
        return client;
    }

    private static SchemaRegistryClient client(List<String> urls) {
        return new CachedSchemaRegistryClient(
                urls,
                CACHED_SCHEMAS_PER_SUBJECT,
                List.of(new AvroSchemaProvider()),
                Map.of(
                        "basic.auth.credentials.source", "URL",
                        "http.connect.timeout.ms", (int) CONNECT_TIMEOUT.toMillis(),
                        "http.read.timeout.ms", (int) READ_TIMEOUT.toMillis()));
    }

    private static void check(SchemaRegistryClient client, String address) {
        try {
            client.getAllSubjects();
        } catch (IOException | RestClientException e) {
            throw new UncheckedIOException(
                    "the schema registry at %s does not answer (%s): is it running, and is the address right?"
                            .formatted(address, e.getMessage()),
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    private static String withoutPassword(String address) {
        return address.replaceAll("//[^/@,]*@", "//***@");
    }
}
