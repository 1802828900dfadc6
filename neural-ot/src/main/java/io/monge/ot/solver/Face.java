package io.monge.ot.solver;

import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Parameters;

/**
 * A function as one device and one arithmetic compute it.
 *
 * @param device number of the replica; 0 is where the masters are
 * @param arithmetic number format of its convolutions
 * @param function f or T over these weights
 * @param weights what it computes with and is differentiated by; on the first device in float32 the
 *     masters themselves
 */
record Face<F>(int device, Arithmetic arithmetic, F function, Parameters weights) {}
