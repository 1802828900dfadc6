/**
 * Benches of maps between vectors: Gaussians, toys in the plane, the bias of the regularised GAN,
 * colours. Options, tables and plots; the mathematics is in {@code io.monge.ot.benchmark}.
 *
 * <p>Start with {@link io.monge.launcher.bench.vector.GaussiansCommand}.
 */
@NullMarked
package io.monge.launcher.bench.vector;

import org.jspecify.annotations.NullMarked;
