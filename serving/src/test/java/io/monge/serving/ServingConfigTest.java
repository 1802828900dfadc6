package io.monge.serving;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.http.TlsConfig;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.ot.tensor.Precision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServingConfigTest {

    private static final ServingConfig USUAL = ServingConfig.defaults();

    @Test
    void severalDevicesAreSeveralProcesses() {
        Compute two = new Compute("cpu", 1, MemoryFormat.CHANNELS_LAST, Precision.FLOAT32, 2);

        assertThatThrownBy(() -> with(two, USUAL.deadline(), USUAL.maxBodyBytes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "compute.replicas is 2, must be 1: more devices are more serving processes");
    }

    @Test
    void whatNoRequestCouldKeepIsRefused() {
        Compute one = USUAL.compute();

        assertThatThrownBy(() -> with(one, Duration.ZERO, USUAL.maxBodyBytes()))
                .hasMessage("deadline is PT0S, must be positive and at most 24 h");
        assertThatThrownBy(() -> with(one, USUAL.deadline(), 1000))
                .hasMessage("maxBodyBytes is 1000, must be between 1024 and 1073741824");
    }

    private static ServingConfig with(Compute compute, Duration deadline, long maxBodyBytes) {
        return new ServingConfig(
                USUAL.host(),
                0,
                "",
                TlsConfig.NONE,
                List.of(),
                USUAL.model(),
                compute,
                maxBodyBytes,
                USUAL.maxPixels(),
                USUAL.formats(),
                deadline,
                USUAL.queue(),
                USUAL.tile());
    }
}
