package io.monge.ot.solver;

import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Parameters;

/**
 * A function as one arithmetic computes it.
 *
 * @param arithmetic number format of its convolutions
 * @param function f or T over these weights
 * @param weights what it computes with and is differentiated by; in float32 the masters themselves
 */
record Face<F>(Arithmetic arithmetic, F function, Parameters weights) {}
