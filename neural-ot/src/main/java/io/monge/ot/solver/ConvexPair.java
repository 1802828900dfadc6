package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ConvexPotential;
import io.monge.ot.HostTensor;
import io.monge.ot.SolverState;
import io.monge.ot.network.ConvexSpec;
import io.monge.ot.tensor.Adam;
import io.monge.ot.tensor.Parameters;
import io.monge.ot.tensor.TorchOps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two convex potentials of one architecture that one loss trains, T = ∇ψ and ∇φ back, and the
 * average of ψ: what W2GN and the benchmark's dual methods have in common.
 *
 * @param psi ψ
 * @param phi φ
 * @param average of ψ's weights
 */
record ConvexPair(Player<ConvexPotential> psi, Player<ConvexPotential> phi, WeightAverage average) {
    private static final String PSI = "potential";
    private static final String PHI = "inverse";
    private static final String AVERAGE = "average.";

    /** The state before the first iteration: both potentials with the same random weights. */
    static SolverState start(ConvexSpec convex, long seed) {
        Map<String, HostTensor> tensors = new HashMap<>();
        Map<String, HostTensor> weights = convex.initialWeights(seed);
        Players.put(tensors, PSI + ".", weights);
        Players.put(tensors, PHI + ".", weights);
        return new SolverState(seed, 0, Map.of(PSI, 0L, PHI, 0L), tensors);
    }

    /** The pair at the state that {@code parts} hold. */
    static ConvexPair of(
            SolverAssembly parts,
            ConvexSpec convex,
            OptimizerSpec optimizer,
            OptimizerSpec inverseOptimizer,
            double averageDecay) {
        Player<ConvexPotential> psi = player(parts, PSI, convex, optimizer);
        Player<ConvexPotential> phi = player(parts, PHI, convex, inverseOptimizer);
        return new ConvexPair(psi, phi, parts.average(AVERAGE, psi.weights(), averageDecay));
    }

    private static Player<ConvexPotential> player(
            SolverAssembly parts, String name, ConvexSpec convex, OptimizerSpec optimizer) {
        Parameters weights = parts.weights(name + ".", convex);
        Adam adam = parts.adam(weights, optimizer, name, moments(name));
        return Player.exact(convex.over(weights), weights, adam, optimizer.learningRate());
    }

    private static String moments(String name) {
        return "adam." + name + ".";
    }

    /** One backward pass for both, then a step each. */
    void descend(NDArray loss, long iteration) {
        List<NDArray> variables = new ArrayList<>(psi.weights().arrays());
        int split = variables.size();
        variables.addAll(phi.weights().arrays());
        List<NDArray> gradients = TorchOps.grad(loss, variables);
        psi.descend(gradients.subList(0, split), iteration);
        phi.descend(gradients.subList(split, gradients.size()), iteration);
    }

    /** Back to convexity. */
    void project() {
        psi.function().project();
        phi.function().project();
    }

    /** The average takes ψ's newest weights in. */
    void follow() {
        average.follow(psi.weights(), psi.adam().updates());
    }

    /** Everything on the host. */
    SolverState state(long seed, long iteration) {
        Map<String, HostTensor> tensors = new HashMap<>();
        Players.put(tensors, PSI + ".", psi.weights().toHost());
        Players.put(tensors, PHI + ".", phi.weights().toHost());
        Players.put(tensors, AVERAGE, average.weights().toHost());
        Players.put(tensors, moments(PSI), psi.adam().moments());
        Players.put(tensors, moments(PHI), phi.adam().moments());
        Map<String, Long> counters = Map.of(PSI, psi.adam().updates(), PHI, phi.adam().updates());
        return new SolverState(seed, iteration, counters, tensors);
    }
}
