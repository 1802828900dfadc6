/**
 * The records on the wire, generated from {@code src/main/avro}: one class per {@code .avsc}.
 *
 * <p>In ingest, trainer and serving they stop at the edge (packages named {@code wire}); the
 * metrics application works on them, and the bridge to Kafka writes samples and dead letters.
 * Nothing is written here by hand, and the package is not null-marked: a getter of an optional
 * field returns null. Start with {@code ImagePatch} and {@code ModelManifest}.
 */
package io.monge.schemas.record;
