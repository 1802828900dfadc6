package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.ot.HostTensor;
import io.monge.ot.SolverState;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.BrenierMap;
import io.monge.ot.network.ConvexActivation;
import io.monge.ot.network.DenseIcnn;
import io.monge.ot.network.HalfSquareMinus;
import io.monge.ot.network.MapSpec;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.network.NetworkSpec;
import io.monge.ot.network.PotentialSpec;
import io.monge.ot.tensor.Compute;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvexifiedTest {
    private static final DenseIcnn ICNN =
            new DenseIcnn(
                    2, List.of(8, 8), 1, 0.05, ConvexActivation.CELU, 0, 0.1, DenseIcnn.Names.W2B);

    private static Ots game(MapSpec map, PotentialSpec potential, PotentialConstraint constraint) {
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(1e-2), 0.9, 0.999, 0);
        return new Ots(
                map,
                potential,
                new Mse(Up.IDENTITY, 0),
                1,
                Alternation.algorithm1(3),
                constraint,
                16,
                adam,
                adam,
                0);
    }

    private static SolverState afterTenSteps(PotentialConstraint constraint) {
        Ots spec = game(new BrenierMap(ICNN), new HalfSquareMinus(ICNN), constraint);
        try (var solver = spec.open(Compute.cpu(1), 5)) {
            for (int i = 0; i < 10; i++) {
                solver.step(VectorRuns.gaussian(2, 1, i), VectorRuns.gaussian(2, 0.2, i));
            }
            return solver.state();
        }
    }

    /** The smallest weight that convexity needs to be at least zero. */
    private static float least(SolverState state, String prefix, NetworkSpec network) {
        float least = Float.POSITIVE_INFINITY;
        for (String name : network.shapes().keySet()) {
            HostTensor weights = state.tensors().get(prefix + name);
            if (network.isConvexWeight(name)) {
                for (float weight : weights.floats()) {
                    least = Math.min(least, weight);
                }
            }
        }
        return least;
    }

    @Test
    void bothPotentialsStayConvexWhereTheUnconstrainedGameLeavesConvexity() {
        SolverState convexified = afterTenSteps(new Convexified());
        SolverState free = afterTenSteps(new Unconstrained());

        assertThat(least(convexified, "map.", ICNN)).isNotNegative();
        assertThat(least(convexified, "potential.", ICNN)).isNotNegative();
        assertThat(Math.min(least(free, "map.", ICNN), least(free, "potential.", ICNN)))
                .isNegative();
    }

    @Test
    void networksThatCannotBeHeldConvexAreRefused() {
        MlpMap map = new MlpMap(2, List.of(8), MlpMap.Skip.NONE);
        MlpPotential potential = new MlpPotential(2, List.of(8));

        assertThatThrownBy(() -> game(map, new HalfSquareMinus(ICNN), new Convexified()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not made of a convex one: MlpMap");
        assertThatThrownBy(() -> game(new BrenierMap(ICNN), potential, new Convexified()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not made of a convex one: MlpPotential");
    }
}
