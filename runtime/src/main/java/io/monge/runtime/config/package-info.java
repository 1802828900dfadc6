/**
 * From defaults, files, environment and flags to one tree of records, with a sentence for
 * everything that is wrong in them.
 *
 * <p>Three steps: a {@link io.monge.runtime.config.Layer} per source, {@code Merger} lays them over
 * each other under the eyes of the root record's types, {@code Binder} calls the constructors.
 * Nothing in here knows any particular configuration. Start with {@link
 * io.monge.runtime.config.ConfigLoader}.
 */
@NullMarked
package io.monge.runtime.config;

import org.jspecify.annotations.NullMarked;
