package io.monge.ot.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.ot.cost.CostSpec;
import io.monge.ot.cost.Mae;
import io.monge.ot.cost.Mse;
import io.monge.ot.cost.Up;
import io.monge.ot.network.MlpMap;
import io.monge.ot.network.MlpPotential;
import io.monge.ot.network.PotentialGradient;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtsReversedTest {
    @Test
    void theStepOfTheMapIsHalfTheDimensionOverTheContentWeight() {
        OtsReversed spec = new OtsReversed(inverse(new Mse(Up.IDENTITY, 0), 0.5), 0);

        assertThat(spec.map()).isEqualTo(new PotentialGradient(spec.potential(), 3));
    }

    @Test
    void aProblemWithoutTheQuadraticCostIsRefused() {
        Ots absolute = inverse(new Mae(Up.IDENTITY, 0), 1);

        assertThatThrownBy(() -> new OtsReversed(absolute, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be mse");
    }

    @Test
    void aProblemWhoseCostChangesIsRefused() {
        Ots dynamic = inverse(new Mse(Up.IDENTITY, 5), 1);

        assertThatThrownBy(() -> new OtsReversed(dynamic, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refreshEvery is 5");
    }

    @Test
    void aProblemWithoutAWeightOfItsCostIsRefused() {
        Ots free = inverse(new Mse(Up.IDENTITY, 0), 0);

        assertThatThrownBy(() -> new OtsReversed(free, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contentWeight 0.0");
    }

    private static Ots inverse(CostSpec cost, double contentWeight) {
        OptimizerSpec adam = new OptimizerSpec(LearningRate.constant(1e-3), 0, 0.9, 0);
        return new Ots(
                new MlpMap(3, List.of(8), MlpMap.Skip.IDENTITY),
                new MlpPotential(3, List.of(8)),
                cost,
                contentWeight,
                Alternation.algorithm1(2),
                new Unconstrained(),
                8,
                adam,
                adam,
                0);
    }
}
