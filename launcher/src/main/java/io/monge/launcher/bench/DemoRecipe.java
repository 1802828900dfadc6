package io.monge.launcher.bench;

import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.network.ResNet;
import io.monge.ot.solver.Alternation;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.MeanSquare;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.SolverSpec;

/** The demo's solver, sized for minutes on a few CPU cores. */
final class DemoRecipe {

    private DemoRecipe() {}

    static SolverSpec solver() {
        return new Ots(
                new Edsr(4, 4, 32, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY),
                new ResNet(32, 16, 64, 0.1, 0.2),
                new Mse(Up.BICUBIC, 0),
                1,
                Alternation.algorithm1(3),
                new MeanSquare(0.01),
                16,
                new OptimizerSpec(LearningRate.constant(6e-4), 0, 0.9, 0),
                new OptimizerSpec(LearningRate.constant(3e-4), 0, 0.9, 0),
                0.998);
    }
}
