package io.monge.serving.http;

import static io.monge.serving.http.UpscaleRouteTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.monge.serving.upscale.QueueConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which routes ask for the token; how it is asked for is tested where that is. */
class GuardedRoutesTest {

    @Test
    void theTokenGuardsEverythingButHealth() throws Exception {
        QueueConfig queue = new QueueConfig(1, 1 << 16, Duration.ofSeconds(1));
        try (TestServer guarded = new TestServer("s3cret", queue)) {
            for (String path : List.of("/", "/metrics", "/api/v1/models", "/assets/style.css")) {
                assertProblem(guarded.get(path), 401, "token-required", "Bearer");
                assertThat(guarded.get(path, "Authorization", "Bearer s3cret").statusCode())
                        .isEqualTo(200);
            }
            assertThat(guarded.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(guarded.get("/readyz").statusCode()).isEqualTo(503);
        }
    }
}
