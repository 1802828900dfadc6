package io.monge.ot.benchmark;

import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.ResNet;
import io.monge.ot.solver.Alternation;
import io.monge.ot.solver.LearningRate;
import io.monge.ot.solver.MeanSquare;
import io.monge.ot.solver.OptimizerSpec;
import io.monge.ot.solver.Ots;
import io.monge.ot.solver.Unconstrained;
import io.monge.ot.tensor.Compute;

/**
 * What is timed: EDSR against the ResNet potential (64 to 512 filters).
 *
 * @param map the EDSR
 * @param patch side of the high-resolution patches, px
 * @param batch samples per update
 * @param mapUpdates K_T
 * @param iterations timed iterations; one more warms up
 * @param meanSquare weight of mean f² in the potential's loss; 0: f is unconstrained
 * @param compute device, threads, layout
 */
public record TrainStepSettings(
        Edsr map,
        int patch,
        int batch,
        int mapUpdates,
        int iterations,
        double meanSquare,
        Compute compute) {
    public TrainStepSettings {
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "iterations is " + iterations + ", must be at least 1");
        }
    }

    /** P: a new pool of noise, the same each time. */
    RandomPatches lr() {
        return new RandomPatches(patch / map.scale(), 1);
    }

    /** Q: a new pool of noise, the same each time. */
    RandomPatches hr() {
        return new RandomPatches(patch, 2);
    }

    Ots solver() {
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(1e-4), 0.9, 0.999, 0);
        return new Ots(
                map,
                ResNet.reference(patch),
                new Mse(Up.BICUBIC, 0),
                1,
                Alternation.algorithm1(mapUpdates),
                meanSquare == 0 ? new Unconstrained() : new MeanSquare(meanSquare),
                batch,
                adam,
                adam,
                0.999);
    }
}
