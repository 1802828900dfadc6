package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.DescentVitals;
import io.monge.ot.HostTensor;
import io.monge.ot.OptimalTransportSolver;
import io.monge.ot.Sampler;
import io.monge.ot.SolverState;
import io.monge.ot.StepReport;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * {@link SmoothedSource}: noise on what the inner solver draws, everything else is its own. The
 * noise follows from the seed and the pass, so that a resumed run draws the same.
 */
final class SmoothedSolver implements OptimalTransportSolver {
    private final SmoothedSource spec;
    private final OptimalTransportSolver solver;
    private final Draws draws;

    SmoothedSolver(SmoothedSource spec, OptimalTransportSolver solver, Draws draws) {
        this.spec = spec;
        this.solver = solver;
        this.draws = draws;
    }

    /** The solver behind the noise. */
    OptimalTransportSolver inner() {
        return solver;
    }

    @Override
    public StepReport step(Sampler source, Sampler target) {
        double deviation = spec.deviationAt(solver.iteration());
        if (deviation == 0) {
            return solver.step(source, target);
        }
        RandomGenerator random = draws.ofUpdate(~solver.iteration());
        return solver.step((scope, n) -> noisy(source.sample(scope, n), deviation, random), target);
    }

    private static NDArray noisy(NDArray x, double deviation, RandomGenerator random) {
        float[] noise = new float[Math.toIntExact(x.size())];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (deviation * random.nextGaussian());
        }
        NDManager scope = x.getManager();
        return x.add(TorchOps.upload(scope, noise, x.getShape().getShape()));
    }

    @Override
    public long iteration() {
        return solver.iteration();
    }

    @Override
    public List<Long> reanchors() {
        return solver.reanchors();
    }

    @Override
    public long float32Repeats() {
        return solver.float32Repeats();
    }

    @Override
    public Optional<DescentVitals> vitals() {
        return solver.vitals();
    }

    @Override
    public TransportMap map() {
        return solver.map();
    }

    @Override
    public Map<String, HostTensor> averagedWeights() {
        return solver.averagedWeights();
    }

    @Override
    public SolverState state() {
        return solver.state();
    }

    @Override
    public void close() {
        solver.close();
    }
}
