package io.monge.ot.benchmark;

import io.monge.ot.DivergedException;
import io.monge.ot.SolverState;
import io.monge.ot.solver.DualValue;
import io.monge.ot.tensor.Compute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Chooses one {@link Candidate} for pairs of any dimension without a look at their test points:
 * every candidate trains on a part of the training samples, and the {@link DualValue} on the rest
 * ranks them.
 *
 * @param heldOut samples of each side to judge by
 * @param iterations for every candidate, all its trainings together
 * @param threads as in {@link Ensemble}
 */
public record RuleChoice(int heldOut, long iterations, int threads, long seed) {
    /** An unsolved conjugate flatters: above this share the value does not count. */
    private static final double MOST_UNSOLVED = 1e-3;

    /**
     * What can be chosen.
     *
     * @param trainings that share the iterations; the mean of their potentials is judged
     */
    public record Candidate(VectorMethods.Rule rule, int trainings) {
        /** Every rule in one training. */
        public static List<Candidate> rules() {
            return VectorMethods.Rule.candidates().stream()
                    .map(rule -> new Candidate(rule, 1))
                    .toList();
        }

        /** The chosen rule in so many trainings. */
        public static Candidate of(int trainings) {
            return new Candidate(VectorMethods.Rule.CHOSEN, trainings);
        }
    }

    /**
     * One candidate on one pair.
     *
     * @param dual on the held-out samples; not a number if it diverged
     * @param identity the same of ψ = ‖·‖²/2, whose map is the linear one
     * @param unsolved as in {@link DualValue}
     */
    public record Trial(
            int dim, Candidate candidate, double dual, double identity, double unsolved) {
        /** By how much it is better than the linear map; 0 if it cannot be judged. */
        double gain() {
            return Double.isFinite(dual) && unsolved <= MOST_UNSOLVED
                    ? Math.max(0, identity - dual)
                    : 0;
        }
    }

    /**
     * A candidate and how it did.
     *
     * @param share its gain as part of the best candidate's of the same pair, mean over the pairs
     */
    public record Standing(Candidate candidate, double share) {}

    /** Trains every candidate on one pair; the listener hears of each when it is done. */
    public List<Trial> trials(
            SampledPair pair, List<Candidate> candidates, Consumer<Trial> listener) {
        SampledPair.HeldOut parts = pair.holdingOut(heldOut);
        List<Trial> trials = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Trial trial = trial(parts, candidate);
            listener.accept(trial);
            trials.add(trial);
        }
        return trials;
    }

    private Trial trial(SampledPair.HeldOut parts, Candidate candidate) {
        int dim = parts.rest().dimension();
        try {
            List<BenchmarkResult<SolverState>> trained =
                    new EnsembleRun(
                                    parts.rest(),
                                    VectorMethods.semiDual(dim, candidate.rule()),
                                    new RunLength.Iterations(iterations),
                                    new Ensemble(candidate.trainings(), threads),
                                    seed,
                                    progress -> {})
                            .trainings(map -> map.solver().state());
            return judged(parts, candidate, trained.stream().map(BenchmarkResult::score).toList());
        } catch (DivergedException e) {
            return new Trial(dim, candidate, Double.NaN, Double.NaN, Double.NaN);
        }
    }

    private Trial judged(SampledPair.HeldOut parts, Candidate candidate, List<SolverState> states) {
        int dim = parts.rest().dimension();
        VectorMethods.Rule rule = candidate.rule();
        UnpairedSamples.TrainingPoints seen = parts.rest().training(seed, Integer.MAX_VALUE);
        GaussianFrame frame = VectorMethods.semiDual(dim, rule).frame(seen);
        Compute compute = Compute.cpu(threads);
        float[][] x = parts.points().x();
        float[][] y = parts.points().y();
        DualValue found =
                DualValue.of(
                        VectorMethods.semiDual(dim, rule, iterations),
                        states,
                        compute,
                        frame.source(Rows.inOrder(x)),
                        frame.target(Rows.inOrder(y)),
                        x.length);
        double identity =
                halfSquare(FittedMap.push(compute, frame.toSource(), x))
                        + halfSquare(FittedMap.push(compute, frame.toTarget(), y));
        return new Trial(dim, candidate, found.value(), identity, found.unsolved());
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
                                        Trial::candidate,
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
