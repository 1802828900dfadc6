package io.monge.launcher.bench.image;

import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Setup;
import io.monge.ot.network.Edsr;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.SolverSpec;
import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The solver of the configuration (preset: demo) with the scale, the cost and the budget that the
 * command was given. Keys that the user writes as flags win over all of them.
 *
 * @param common where the configuration comes from
 * @param scale upscaling factor
 * @param cost the transport cost
 */
record SrRecipe(Setup setup, CommonOptions common, int scale, CostOptions cost) {

    /** Share of the initial learning rates at the end. */
    private static final double FLOOR = 0.05;

    /** The configuration, with constant learning rates. */
    MongeConfig steady() throws IOException {
        return load(0, 0);
    }

    /**
     * The solver whose learning rates fall from one iteration to another; solvers other than OTS
     * keep their own.
     */
    SolverSpec falling(long from, long until) throws IOException {
        return load(from, until).trainer().solver();
    }

    private MongeConfig load(long from, long until) throws IOException {
        SolverSpec plain = configured(List.of()).trainer().solver();
        List<String> flags = new ArrayList<>(cost.flags(scale));
        if (plain.map() instanceof Edsr) {
            flags.add("--trainer.solver.map.scale=" + scale);
        } else if (plain.map().scale() != scale) {
            throw new InvalidConfigException(
                    "--scale is %d, but the configured map enlarges x%d."
                            .formatted(scale, plain.map().scale()));
        }
        if (plain instanceof Ots) {
            flags.addAll(cost.solverFlags());
            for (String player : List.of("map", "potential")) {
                String rate = "--trainer.solver." + player + "Optimizer.learningRate.";
                flags.add(rate + "decayFrom=" + from);
                flags.add(rate + "decayUntil=" + until);
                flags.add(rate + "floor=" + (until == 0 ? 1 : FLOOR));
            }
        }
        return configured(flags);
    }

    private MongeConfig configured(List<String> flags) {
        return setup.load(common, Optional.of("demo"), flags).root();
    }
}
