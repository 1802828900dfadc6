package io.monge.schemas.registry;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers of a registry that never change. Serializers ask for every record, and parsing a schema
 * costs more than reading a record with it. Thread-safe.
 */
final class SchemaCache {
    private final Map<Integer, ParsedSchema> byId = new ConcurrentHashMap<>();
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();

    /** A registration as it was asked for. */
    record Registration(String subject, ParsedSchema schema, boolean normalize) {
        /** The schema as it is stored and compared. */
        String text() {
            return (normalize ? schema.normalize() : schema).canonicalString();
        }
    }

    /** The schema of an id. */
    interface Parsing {
        ParsedSchema of(int id) throws RestClientException;
    }

    /** The id of a registration, new or old. */
    interface Registering {
        int of(Registration registration) throws IOException, RestClientException;
    }

    ParsedSchema schema(int id, Parsing parsing) throws RestClientException {
        ParsedSchema known = byId.get(id);
        if (known != null) {
            return known;
        }
        ParsedSchema found = parsing.of(id);
        byId.put(id, found);
        return found;
    }

    int id(Registration registration, Registering registry)
            throws IOException, RestClientException {
        Integer known = ids.get(registration);
        if (known != null) {
            return known;
        }
        int given = registry.of(registration);
        ids.put(registration, given);
        return given;
    }

    void clear() {
        byId.clear();
        ids.clear();
    }
}
