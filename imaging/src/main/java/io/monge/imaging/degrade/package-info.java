/**
 * The unknown degradation of demos and benchmarks: what turns a clean scene into the kind of image
 * on the LR side.
 *
 * <p>Each is a value, deterministic by seed and free of shifts against bicubic enlargement. Nothing
 * here knows where images come from or go to. Start at {@link io.monge.imaging.degrade.Chain}.
 */
@NullMarked
package io.monge.imaging.degrade;

import org.jspecify.annotations.NullMarked;
