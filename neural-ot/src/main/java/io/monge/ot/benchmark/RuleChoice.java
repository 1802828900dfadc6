package io.monge.ot.benchmark;

import io.monge.ot.DivergedException;
import io.monge.ot.solver.DualValue;
import io.monge.ot.solver.SemiDual;
import io.monge.ot.tensor.Compute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Chooses one {@link VectorMethods.Rule} for pairs of any dimension without a look at their test
 * points: every candidate trains on a part of the training samples, and the {@link DualValue} on
 * the rest ranks them.
 *
 * @param heldOut samples of each side to judge by
 * @param iterations of every training
 */
public record RuleChoice(int heldOut, long iterations, Compute compute, long seed) {
    /** An unsolved conjugate flatters: above this share the value does not count. */
    private static final double MOST_UNSOLVED = 1e-3;

    /**
     * One training.
     *
     * @param dual on the held-out samples; not a number if it diverged
     * @param identity the same of ψ = ‖·‖²/2, whose map is the linear one
     * @param unsolved as in {@link DualValue}
     */
    public record Trial(
            int dim, VectorMethods.Rule rule, double dual, double identity, double unsolved) {
        /** By how much the rule is better than the linear map; 0 if it cannot be judged. */
        double gain() {
            return Double.isFinite(dual) && unsolved <= MOST_UNSOLVED
                    ? Math.max(0, identity - dual)
                    : 0;
        }
    }

    /**
     * A rule and how it did.
     *
     * @param share its gain as part of the best candidate's of the same pair, mean over the pairs
     */
    public record Standing(VectorMethods.Rule rule, double share) {}

    /** Trains every candidate on one pair; the listener hears of each when it is done. */
    public List<Trial> trials(
            SampledPair pair, List<VectorMethods.Rule> candidates, Consumer<Trial> listener) {
        SampledPair.HeldOut parts = pair.holdingOut(heldOut);
        List<Trial> trials = new ArrayList<>();
        for (VectorMethods.Rule rule : candidates) {
            Trial trial = trial(parts, rule);
            listener.accept(trial);
            trials.add(trial);
        }
        return trials;
    }

    private Trial trial(SampledPair.HeldOut parts, VectorMethods.Rule rule) {
        int dim = parts.rest().dimension();
        try {
            return new BenchmarkRun(
                            parts.rest(),
                            VectorMethods.semiDual(dim, rule),
                            new RunLength.Iterations(iterations),
                            compute,
                            seed)
                    .run(map -> judged(map, parts.points(), rule))
                    .score();
        } catch (DivergedException e) {
            return new Trial(dim, rule, Double.NaN, Double.NaN, Double.NaN);
        }
    }

    private Trial judged(
            FittedMap map, UnpairedSamples.TrainingPoints points, VectorMethods.Rule rule) {
        int dim = points.x()[0].length;
        SemiDual spec = VectorMethods.semiDual(dim, rule, iterations);
        DualValue found =
                DualValue.of(
                        spec,
                        map.solver().state(),
                        compute,
                        map.frame().source(Rows.inOrder(points.x())),
                        map.frame().target(Rows.inOrder(points.y())),
                        points.x().length);
        double identity =
                halfSquare(map.push(map.frame().toSource(), points.x()))
                        + halfSquare(map.push(map.frame().toTarget(), points.y()));
        return new Trial(dim, rule, found.value(), identity, found.unsolved());
    }

    private static double halfSquare(float[][] rows) {
        double sum = 0;
        for (float[] row : rows) {
            for (float value : row) {
                sum += (double) value * value;
            }
        }
        return sum / rows.length / 2;
    }

    /** The candidates, best first. */
    public static List<Standing> ranked(List<Trial> trials) {
        var best = trials.stream().collect(Collectors.toMap(Trial::dim, Trial::gain, Math::max));
        var shares =
                trials.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Trial::rule,
                                        Collectors.averagingDouble(
                                                t -> share(t.gain(), best.get(t.dim())))));
        return shares.entrySet().stream()
                .map(e -> new Standing(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingDouble(Standing::share).reversed())
                .toList();
    }

    private static double share(double gain, double best) {
        return best > 0 ? gain / best : 0;
    }
}
