package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.Potential;
import io.monge.ot.TransportCost;
import io.monge.ot.TransportMap;
import io.monge.ot.cost.MeanSquaredError;
import io.monge.ot.cost.Up;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.ResNet;
import io.monge.ot.tensor.Adam;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.List;

/**
 * The updates of Algorithm 1 once more, taken apart, so that each part can be timed on its own.
 * Exact on a CPU; on a GPU the work is asynchronous and only whole iterations mean anything.
 */
final class StepParts {
    private final TrainStepSettings settings;
    private final Stopwatch watch;
    private final NDManager root;
    private final Parameters theta;
    private final Parameters omega;
    private final Arithmetic arithmetic;
    private final Parameters workingTheta;
    private final Parameters workingOmega;
    private final TransportMap map;
    private final Potential potential;
    private final Adam mapAdam;
    private final Adam potentialAdam;
    private final TransportCost cost;

    StepParts(TrainStepSettings settings, NDManager root, Stopwatch watch) {
        this.settings = settings;
        this.root = root;
        this.watch = watch;
        Edsr edsr = settings.map();
        ResNet resNet = ResNet.reference(settings.patch());
        MemoryFormat format = settings.compute().memoryFormat();
        arithmetic = settings.compute().attempts(root).get(0);
        theta = Parameters.trainable(root, edsr.initialWeights(1), format);
        omega = Parameters.trainable(root, resNet.initialWeights(2), format);
        workingTheta = arithmetic.working(root, theta);
        workingOmega = arithmetic.working(root, omega);
        map = edsr.over(workingTheta);
        potential = resNet.over(workingOmega);
        Adam.Hyperparameters defaults = new Adam.Hyperparameters(0.9, 0.999, 0);
        mapAdam = new Adam(root, theta, defaults);
        potentialAdam = new Adam(root, omega, defaults);
        cost = new TransportCost(Up.BICUBIC.by(edsr.scale()), new MeanSquaredError());
    }

    void mapUpdate(RandomPatches lr) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDArray x = watch.time("map: sampling", () -> draw(lr, scope.manager()));
            NDArray sr = watch.time("map: T(x)", () -> map.of(x));
            NDArray content = watch.time("map: c(x, T(x))", () -> cost.of(x, sr).mean());
            NDArray ofSr = watch.time("map: f(T(x))", () -> potential.of(sr).mean());
            NDArray loss = content.sub(ofSr);
            List<NDArray> gradients =
                    watch.time("map: backward", () -> TorchOps.grad(loss, workingTheta.arrays()));
            watch.time("map: Adam", () -> apply(mapAdam, gradients));
            watch.time("map: bf16 weights", () -> follow(workingTheta, theta));
        }
    }

    void potentialUpdate(RandomPatches lr, RandomPatches hr) {
        try (GradientScope scope = GradientScope.recording(root)) {
            NDManager manager = scope.manager();
            NDArray x = watch.time("potential: sampling x", () -> draw(lr, manager));
            NDArray y = watch.time("potential: sampling y", () -> draw(hr, manager));
            NDArray sr =
                    watch.time(
                            "potential: T(x)",
                            () -> GradientScope.withoutGradient(() -> map.of(x)));
            NDArray loss =
                    watch.time(
                            "potential: f(T(x)) and f(y)",
                            () -> potential.of(sr).mean().sub(potential.of(y).mean()));
            List<NDArray> gradients =
                    watch.time(
                            "potential: backward",
                            () -> TorchOps.grad(loss, workingOmega.arrays()));
            watch.time("potential: Adam", () -> apply(potentialAdam, gradients));
            watch.time("potential: bf16 weights", () -> follow(workingOmega, omega));
        }
    }

    private static long apply(Adam adam, List<NDArray> gradients) {
        adam.apply(gradients, 1e-4);
        return adam.updates();
    }

    private static Parameters follow(Parameters working, Parameters masters) {
        working.follow(masters);
        return working;
    }

    private NDArray draw(RandomPatches patches, NDManager scope) {
        NDArray batch = patches.sample(scope, settings.batch());
        return Layers.inFormat(batch, settings.compute().memoryFormat());
    }
}
