package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Where to compute, on machines with GPUs and without. */
class ComputeTest {

    @Test
    void aGpuThatIsNotThereIsToldInASentence() {
        assertThatThrownBy(() -> on("gpu:99").openRoot())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("device is gpu:99, but this machine has \\d+ usable GPUs");
    }

    @Test
    void autoTakesWhatThereIs() {
        assertThat(on("auto").deviceHere()).matches("cpu|gpu:0");
        assertThat(on("cpu").deviceHere()).isEqualTo("cpu");
    }

    @Test
    void otherNamesAreRefused() {
        assertThatThrownBy(() -> on("cuda:0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device is 'cuda:0', must be auto, cpu, gpu or gpu:N");
    }

    private static Compute on(String device) {
        return new Compute(device, 1, MemoryFormat.CHANNELS_LAST);
    }
}
