package io.monge.trainer;

import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.network.ResNet;
import io.monge.ot.solver.Alternation;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.SolverSpec;
import io.monge.ot.solver.Unconstrained;
import io.monge.ot.tensor.Compute;
import io.monge.trainer.GuardConfig.ColourBound;
import io.monge.trainer.GuardConfig.LossBound;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.TrainerConfig.CheckpointConfig;
import io.monge.trainer.TrainerConfig.HeldOutConfig;
import io.monge.trainer.TrainerConfig.PublishConfig;
import io.monge.trainer.TrainerConfig.PublishConfig.Promotion;
import io.monge.trainer.TrainerConfig.PublishConfig.RollbackConfig;
import io.monge.trainer.TrainerConfig.SelfTestConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The smallest training that is still one: 4 px patches to 16 px, milliseconds an iteration. */
final class Tiny {

    /** The defaults. */
    static final Tolerances TOLERANCES =
            new Tolerances(0.25, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.06, 0.1, 0.1);

    static final RollbackConfig ROLLBACK = new RollbackConfig(3, 4);

    private Tiny() {}

    static SolverSpec solver() {
        return solver(1, 1e-4);
    }

    /** With the dynamic cost of App. C: Up becomes a frozen copy of the map now and then. */
    static SolverSpec reanchoring(long every) {
        return solver(1, 1e-4, every);
    }

    static SolverSpec solver(int blocks, double learningRate) {
        return solver(blocks, learningRate, 0);
    }

    private static SolverSpec solver(int blocks, double learningRate, long refreshEvery) {
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(learningRate), 0, 0.9, 0);
        return new Ots(
                new Edsr(4, blocks, 8, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY),
                new ResNet(16, 4, 16, 0.1, 0.2),
                new Mse(Up.BICUBIC, refreshEvery),
                1,
                Alternation.algorithm1(2),
                new Unconstrained(),
                4,
                adam,
                adam,
                0.99);
    }

    static TrainerConfig config(SolverSpec solver, Path checkpoints, WhenDry whenDry) {
        return new TrainerConfig(
                "tiny",
                1,
                Compute.cpu(1),
                solver,
                new ReservoirConfig(24, 8, 4, whenDry),
                new HeldOutConfig(0.2, 8, Optional.empty(), Optional.empty()),
                new PublishConfig(3, Duration.ZERO, 3, Promotion.ALWAYS, TOLERANCES, ROLLBACK),
                new CheckpointConfig(5, 2, checkpoints, 0),
                new GuardConfig(new LossBound(4, 0.02, 200, 20, 500), new ColourBound(0.5, 2), 1),
                new SelfTestConfig(0, 5));
    }
}
