package io.monge.ot;

/**
 * What one pass of the loop measured: means over its updates, with the paper's signs, in [-1, 1]
 * image units.
 *
 * @param iteration passes done, this one included
 * @param potentialLoss L_f = mean f(y) - mean f(T(x)), without the constraint's penalty
 * @param mapLoss L_T = mean [λ c(x, T(x)) - f(T(x))]
 * @param contentLoss R_c(T) = mean c(x, T(x)), unweighted
 * @param potentialOfSr mean f(T(x)) in the potential update
 * @param potentialOfHr mean f(y) in the potential update
 * @param penalty value of the potential's constraint; 0 if unconstrained
 */
public record StepReport(
        long iteration,
        double potentialLoss,
        double mapLoss,
        double contentLoss,
        double potentialOfSr,
        double potentialOfHr,
        double penalty) {}
