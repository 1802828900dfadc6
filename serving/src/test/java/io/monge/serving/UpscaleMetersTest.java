package io.monge.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.monge.imaging.ImageFormat;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.serving.upscale.Method;
import io.monge.serving.upscale.UnavailableException.Reason;
import io.monge.serving.upscale.UpscaleAnswer;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UpscaleMetersTest {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final UpscaleMeters meters =
            new UpscaleMeters(registry, MetricEmitter.discarding(), () -> "gpu:1");

    @Test
    void everyStageHasAHistogramByModelVersionAndDevice() {
        meters.answered(Method.MONGE, by(OptionalLong.of(12)));
        meters.answered(Method.BICUBIC, by(OptionalLong.empty()));

        for (String stage : new String[] {"queue", "decode", "infer", "encode"}) {
            assertThat(registry.scrape())
                    .contains(
                            "monge_upscale_seconds_bucket{device=\"gpu:1\",method=\"monge\",stage=\"%s\",version=\"12\",le=\"+Inf\"} 1"
                                    .formatted(stage),
                            "monge_upscale_seconds_count{device=\"cpu\",method=\"bicubic\",stage=\"%s\",version=\"none\"} 1"
                                    .formatted(stage));
        }
    }

    @Test
    void versionsComeWithoutEndButTheirHistogramsDoNot() {
        for (long version = 1; version <= 50; version++) {
            meters.answered(Method.MONGE, by(OptionalLong.of(version)));
        }

        assertThat(registry.scrape())
                .contains("version=\"50\"", "version=\"47\"")
                .doesNotContain("version=\"46\"", "version=\"1\"");
        assertThat(registry.get("monge.upscale").timers()).hasSize(4 * 4);
    }

    @Test
    void refusalsAreCountedByTheirReason() {
        for (Reason reason : Reason.values()) {
            meters.refused(reason);
        }

        assertThat(registry.scrape())
                .contains(
                        "monge_upscale_requests_total{outcome=\"queue_full\"} 1",
                        "monge_upscale_requests_total{outcome=\"no_model\"} 1",
                        "monge_upscale_requests_total{outcome=\"stopping\"} 1");
    }

    private static UpscaleAnswer by(OptionalLong version) {
        Duration time = Duration.ofMillis(20);
        return new UpscaleAnswer(
                new byte[1],
                ImageFormat.PNG,
                4,
                4,
                version,
                new UpscaleAnswer.Timing(time, time, time, time));
    }
}
