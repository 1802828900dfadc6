package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Precision;
import io.monge.ot.tensor.Processor;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.trainer.TrainerConfig.SelfTestConfig;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SelfTestTest {

    private static final Compute COMPUTE = Compute.cpu(1);

    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();
    private final ArithmeticProbe probe = new ArithmeticProbe(Tiny.solver().map(), 4);

    @Test
    void aWorkingEngineFindsTheKnownMap() {
        new SelfTest(new SelfTestConfig(300, 5), metrics).run(COMPUTE, probe);

        assertThat(metrics.valuesOf(Metric.TRAINER_SELF_TEST_UVP))
                .singleElement()
                .satisfies(uvp -> assertThat(uvp).isBetween(0.0, 5.0));
        assertThat(metrics.valuesOf(Metric.TRAINER_SELF_TEST_DIFFERENCE))
                .as("float32 on the CPU against itself")
                .containsExactly(0.0);
        assertThat(SelfTest.uvpOfIdentity()).as("the bound says something").isGreaterThan(90);
    }

    @Test
    void aTrainingTooShortToFindItIsRefused() {
        SelfTest crippled = new SelfTest(new SelfTestConfig(2, 5), metrics);

        assertThatThrownBy(() -> crippled.run(COMPUTE, probe))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The self-test failed: the known map between two Gaussians")
                .hasMessageContaining("(allowed: 5.0 %)")
                .hasMessageEndingWith("no patch has been read");
        assertThat(metrics.valuesOf(Metric.TRAINER_SELF_TEST_UVP)).hasSize(1);
    }

    @Test
    void bf16IsAsNearToFloat32AsItsSignificandAllows() {
        Assumptions.assumeTrue(
                Processor.ofThisMachine().hasBf16(), "this processor has no bf16 instructions");
        Compute bf16 = new Compute("cpu", 1, MemoryFormat.CHANNELS_LAST, Precision.BF16);

        assertThat(probe.difference(bf16)).isBetween(1e-3, ArithmeticProbe.ALLOWED);
    }
}
