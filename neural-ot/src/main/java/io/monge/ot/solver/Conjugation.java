package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.ConvexPotential;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;
import java.util.List;

/**
 * max_u ⟨u, y⟩ - ψ(u), row by row, by gradient ascent with the steps of Barzilai and Borwein, long
 * and short in turn: their lengths come from two gradients, so nothing is searched or tuned.
 *
 * <p>An unsolved maximum gives ψ a wrong gradient, on which it can run away; so when the usual
 * number of steps was not enough, more are taken, and what is still unsolved then is not used.
 *
 * @param steps usual number of gradients after the first
 * @param tolerance mean ‖y - ∇ψ(u)‖² over mean ‖y‖² above which it goes on, to {@link #PATIENCE}
 *     times as many steps
 */
record Conjugation(int steps, double tolerance) {
    private static final int PATIENCE = 8;

    /** Times the tolerance that may be left for ψ to learn from it. */
    private static final int USABLE = 4;

    /** Of the very first step: the scale of ∇ψ near the identity, shortened. */
    private static final float FIRST_STEP = 0.5f;

    /**
     * Where the maximum is reached.
     *
     * @param at (n, d) u
     * @param residual (n, d) y - ∇ψ(u)
     * @param usable whether ψ may learn from it: so little is left of the residual
     */
    record Point(NDArray at, NDArray residual, boolean usable) {}

    /**
     * The best point seen for each row; nothing is recorded for differentiation.
     *
     * @param y (n, d)
     * @param guess (n, d), where to begin
     */
    Point of(ConvexPotential psi, NDArray y, NDArray guess) {
        NDArray u = guess;
        NDArray residual = y.sub(psi.push(u));
        NDArray length = firstStep(y.getManager(), (int) y.getShape().get(0));
        List<NDArray> best = List.of(u, residual);
        for (int k = 0; k < steps || k < PATIENCE * steps && isOpen(best.get(1), y); k++) {
            NDArray move = residual.mul(length);
            u = u.add(move);
            NDArray now = y.sub(psi.push(u));
            best = Convexity.nearerRows(best.get(0), best.get(1), u, now);
            Convexity.Secant kind = k % 2 == 0 ? Convexity.Secant.LONG : Convexity.Secant.SHORT;
            length = Convexity.secantStep(move, residual.sub(now), length, kind);
            residual = now;
        }
        NDArray left = TorchOps.detach(best.get(1));
        return new Point(TorchOps.detach(best.get(0)), left, isUsable(left, y));
    }

    /** Without steps nothing is solved, and ψ plays against the guess: that is a game by choice. */
    private boolean isUsable(NDArray residual, NDArray y) {
        return steps == 0 || meanSquare(residual) <= USABLE * tolerance * meanSquare(y);
    }

    private boolean isOpen(NDArray residual, NDArray y) {
        return meanSquare(residual) > tolerance * meanSquare(y);
    }

    private static double meanSquare(NDArray rows) {
        return TorchOps.detach(rows).square().mean().getFloat();
    }

    private static NDArray firstStep(NDManager scope, int rows) {
        float[] lengths = new float[rows];
        Arrays.fill(lengths, FIRST_STEP);
        return TorchOps.upload(scope, lengths, rows, 1);
    }
}
