package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.Adam;
import io.monge.ot.tensor.Parameters;

/**
 * One side of the saddle-point game: a function, its weights, and how they move.
 *
 * @param function f or T
 * @param weights ω or θ
 * @param adam moves the weights
 * @param learningRate over iterations
 */
record Player<F>(F function, Parameters weights, Adam adam, LearningRate learningRate) {
    /** One descent step on a loss; consumes its graph. */
    void descend(NDArray loss, long iteration) {
        adam.step(loss, learningRate.at(iteration));
    }
}
