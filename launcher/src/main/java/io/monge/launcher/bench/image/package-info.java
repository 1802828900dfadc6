/**
 * How good are the pictures? {@code monge bench scenes} on rendered scenes, {@code monge bench sr}
 * on folders of the user's: a map is trained in memory or read from a file and scored on true pairs
 * that no training has seen, beside bicubic and sharpening.
 *
 * <p>No broker, no topics. Start with {@link io.monge.launcher.bench.image.QualityBenchmark}; what
 * differs between the two commands is where images come from.
 */
@NullMarked
package io.monge.launcher.bench.image;

import org.jspecify.annotations.NullMarked;
