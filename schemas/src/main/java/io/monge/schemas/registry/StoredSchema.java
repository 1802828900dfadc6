package io.monge.schemas.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;

/**
 * One version of a subject, as it stands in the registry's file.
 *
 * @param id number in the envelope of every record written with it, from 1; the same schema under
 *     two subjects has one id
 * @param version from 1 within the subject
 * @param schema Avro schema, JSON
 */
record StoredSchema(int id, String subject, int version, String schema) {

    AvroSchema parsed() {
        return new AvroSchema(schema);
    }
}
