package io.monge.ot.solver;

import io.monge.ot.network.BrenierMap;
import io.monge.ot.network.ConvexSpec;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.PotentialSpec;

/** A method whose map is the gradient of its convex potential: T = ∇ψ, with the cost ‖x - y‖²/2. */
public sealed interface ConvexSolverSpec extends SolverSpec
        permits Wasserstein2, SemiDual, DualPotentials {
    /** Architecture of ψ. */
    ConvexSpec convex();

    @Override
    default MapSpec map() {
        return new BrenierMap(convex());
    }

    @Override
    default PotentialSpec potential() {
        return convex();
    }
}
