package io.monge.ot;

/**
 * How hard both players are pulled, and how far they go.
 *
 * @param potentialGradient Euclidean norm of the gradient that moves f
 * @param mapGradient Euclidean norm of the gradient that moves T
 * @param potentialRate learning rate of f's next update
 * @param mapRate learning rate of T's next update
 */
public record DescentVitals(
        double potentialGradient, double mapGradient, double potentialRate, double mapRate) {}
