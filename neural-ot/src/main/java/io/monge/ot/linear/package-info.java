/**
 * The little linear algebra that closed forms and metrics need, in float64.
 *
 * <p>No distributions, no networks. Start at {@link io.monge.ot.linear.SquareMatrix}.
 */
@NullMarked
package io.monge.ot.linear;

import org.jspecify.annotations.NullMarked;
