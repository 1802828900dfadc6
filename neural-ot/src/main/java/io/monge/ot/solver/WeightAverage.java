package io.monge.ot.solver;

import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;

/**
 * Exponential moving average of θ, one update per map update. Last iterates of the game swing; the
 * average is what is shown.
 */
final class WeightAverage {
    private final Parameters average;
    private final double decay;

    WeightAverage(Parameters average, double decay) {
        this.average = average;
        this.decay = decay;
    }

    /** What every specification holds its {@code averageDecay} to. */
    static void requireDecay(double averageDecay) {
        if (!(averageDecay >= 0 && averageDecay < 1)) {
            throw new IllegalArgumentException(
                    "averageDecay is " + averageDecay + ", must be in [0, 1)");
        }
    }

    /**
     * @param updates map updates so far, this one included; early ones count for more
     */
    void follow(Parameters weights, long updates) {
        double kept = Math.min(decay, (1.0 + updates) / (10.0 + updates));
        GradientScope.withoutGradient(
                () -> {
                    TorchOps.moveTowards(average.arrays(), weights.arrays(), 1 - kept);
                    if (!average.buffers().isEmpty()) {
                        TorchOps.moveTowards(average.buffers(), weights.buffers(), 1 - kept);
                    }
                    return kept;
                });
    }

    Parameters weights() {
        return average;
    }
}
