/**
 * The records on the wire, generated from {@code src/main/avro}: one class per {@code .avsc}.
 *
 * <p>They stop at the edge of each service (its {@code wire} package). Nothing is written here by
 * hand, and the package is not null-marked: a getter of an optional field returns null. Start with
 * {@code ImagePatch} and {@code ModelManifest}.
 */
package io.monge.schemas.record;
