/**
 * Where schemas are kept: one interface (Confluent's client), two places (a server, a file).
 *
 * <p>Nothing outside asks which of the two it has. Start with {@link
 * io.monge.schemas.registry.SchemaRegistries}; {@link io.monge.schemas.registry.Subjects} writes
 * the catalogue's schemas and their compatibility into it.
 */
@NullMarked
package io.monge.schemas.registry;

import org.jspecify.annotations.NullMarked;
