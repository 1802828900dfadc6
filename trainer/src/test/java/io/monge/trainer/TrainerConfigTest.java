package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Precision;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.TrainerConfig.HeldOutConfig;
import io.monge.trainer.TrainerConfig.PublishConfig;
import io.monge.trainer.TrainerConfig.PublishConfig.Promotion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainerConfigTest {

    @Test
    void theNetworksSayWhichPatchesAreExpected() {
        TrainerConfig config = Tiny.config(Tiny.solver(), Path.of("unused"), WhenDry.REUSE);

        assertThat(config.hrPatch()).isEqualTo(16);
        assertThat(config.lrPatch()).isEqualTo(4);
    }

    @Test
    void saysWhatIsWrongAndWhatIsAllowed() {
        assertThatThrownBy(() -> new ReservoirConfig(0, 1, 1, WhenDry.REUSE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("patches is 0, must be at least 1");
        assertThatThrownBy(() -> new ReservoirConfig(8, 9, 1, WhenDry.REUSE))
                .hasMessage("minimum is 9, more than patches (8): training would never start");
        assertThatThrownBy(() -> new HeldOutConfig(0.7, 8, Optional.empty(), Optional.empty()))
                .hasMessage("share is 0.7, must be 0 to 0.5");
        Optional<Path> network = Optional.of(Path.of("lpips.onnx"));
        assertThatThrownBy(() -> new HeldOutConfig(0.1, 8, Optional.empty(), network))
                .hasMessage(
                        "lpips is lpips.onnx, but there are no pairs to measure: set pairs too");
    }

    @Test
    void replicasThatCannotShareABatchAreRefused() {
        Compute three = new Compute("cpu", 1, MemoryFormat.CHANNELS_LAST, Precision.FLOAT32, 3);

        assertThatThrownBy(() -> on(three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "compute.replicas is 3, must divide solver.batchSize (4): each takes the same share");
        Compute two = new Compute("cpu", 1, MemoryFormat.CHANNELS_LAST, Precision.FLOAT32, 2);
        assertThat(on(two).compute().replicas()).isEqualTo(2);
    }

    private static TrainerConfig on(Compute compute) {
        TrainerConfig tiny = Tiny.config(Tiny.solver(), Path.of("unused"), WhenDry.REUSE);
        return new TrainerConfig(
                tiny.model(),
                tiny.seed(),
                compute,
                tiny.solver(),
                tiny.reservoir(),
                tiny.heldOut(),
                tiny.publish(),
                tiny.checkpoint(),
                tiny.guard(),
                tiny.selfTest());
    }

    @Test
    void snapshotsOfATrainingLeaveTheImportsTheirSlots() {
        assertThatThrownBy(() -> keeping(1001)).hasMessage("keep is 1001, must be at most 1000");
        assertThat(keeping(1000).keep()).isEqualTo(1000);
    }

    private static PublishConfig keeping(int snapshots) {
        return new PublishConfig(
                3, Duration.ZERO, snapshots, Promotion.ALWAYS, Tiny.TOLERANCES, Tiny.ROLLBACK);
    }

    @Test
    void theHashChangesWithAnySetting() {
        Path path = Path.of("unused");
        String hash = ConfigHash.of(Tiny.config(Tiny.solver(), path, WhenDry.REUSE));

        assertThat(ConfigHash.of(Tiny.config(Tiny.solver(), path, WhenDry.REUSE))).isEqualTo(hash);
        assertThat(ConfigHash.of(Tiny.config(Tiny.solver(), path, WhenDry.WAIT)))
                .isNotEqualTo(hash);
        assertThat(ConfigHash.of(Tiny.config(Tiny.solver(1, 2e-4), path, WhenDry.REUSE)))
                .isNotEqualTo(hash);
    }
}
