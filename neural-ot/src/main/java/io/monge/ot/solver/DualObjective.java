package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What is minimised over ψ and φ in the dual of the cost -⟨x, y⟩: one row of the Wasserstein-2
 * benchmark's table of methods (Korotin et al. 2021).
 */
public sealed interface DualObjective permits LargeScale, BatchMaximum, InnerMaximum, BatchPlan {
    /**
     * Scalars whose sum is minimised over both potentials: one for both, or one for ψ and one for
     * φ.
     */
    List<NDArray> losses(DualBatch batch);

    /** Whether both potentials are made convex again after each update. */
    boolean staysConvex();
}
