package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.tensor.Adam;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One side of the saddle-point game: a function, its weights, and how they move.
 *
 * @param weights ω or θ in float32: the masters, which alone are saved, averaged and updated
 * @param adam moves the weights
 * @param learningRate over iterations
 * @param faces f or T on every device in every arithmetic; the first is float32 over the masters
 * @param nonNegative those weights that are clamped at zero after every update; none unless
 *     something holds a network convex
 */
record Player<F>(
        Parameters weights,
        Adam adam,
        LearningRate learningRate,
        List<Face<F>> faces,
        List<NDArray> nonNegative) {

    /** A player that computes in float32 alone. */
    static <F> Player<F> exact(
            F function, Parameters weights, Adam adam, LearningRate learningRate) {
        Face<F> face = new Face<>(0, Arithmetic.FLOAT32, function, weights);
        return new Player<>(weights, adam, learningRate, List.of(face), List.of());
    }

    /**
     * Makes the faces of one device: working copies of the weights belong to {@code owner}.
     *
     * @param weights in float32, there: the masters or a replica's copy of them
     */
    static <F> List<Face<F>> faces(
            NDManager owner,
            int device,
            Parameters weights,
            List<Arithmetic> wanted,
            Function<Parameters, F> over) {
        return Stream.concat(Stream.of(Arithmetic.FLOAT32), wanted.stream())
                .distinct()
                .map(
                        arithmetic -> {
                            Parameters working = arithmetic.working(owner, weights);
                            return new Face<>(device, arithmetic, over.apply(working), working);
                        })
                .toList();
    }

    /** The function over the masters. */
    F function() {
        return faces.get(0).function();
    }

    /** The function as one device and one arithmetic compute it. */
    Face<F> in(int device, Arithmetic arithmetic) {
        return faces.stream()
                .filter(face -> face.device() == device && face.arithmetic() == arithmetic)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "There is no face in %s on device %d"
                                                .formatted(arithmetic, device)));
    }

    /** One descent step on a loss of the masters; consumes its graph. */
    void descend(NDArray loss, long iteration) {
        descend(TorchOps.grad(loss, weights.arrays()), iteration);
    }

    /** One descent step of the masters along gradients of any face; the other faces follow. */
    void descend(List<NDArray> gradients, long iteration) {
        adam.apply(gradients, learningRate.at(iteration));
        if (!nonNegative.isEmpty()) {
            GradientScope.withoutGradient(
                    () -> {
                        Convexity.clampAtZero(nonNegative);
                        return nonNegative;
                    });
        }
        faces.forEach(face -> face.weights().follow(weights));
    }
}
