/**
 * Image files made from their definitions, byte by byte where a format allows, with the samples
 * that they mean: what the codec is measured by. Nothing here uses the codec's own readers. Start
 * at {@link io.monge.imaging.golden.GoldenFiles}.
 */
@NullMarked
package io.monge.imaging.golden;

import org.jspecify.annotations.NullMarked;
