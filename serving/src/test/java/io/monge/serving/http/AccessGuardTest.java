package io.monge.serving.http;

import static io.monge.serving.http.UpscaleRouteTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.monge.serving.upscale.QueueConfig;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessGuardTest {

    private TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1"})
    void changingRoutesRefuseOtherOrigins(String origin) throws Exception {
        assertProblem(
                server.post("/api/v1/models/rollback", new byte[0], "Origin", origin),
                403,
                "foreign-origin",
                "serving.origins");
        assertThat(server.get("/healthz", "Origin", origin).statusCode()).isEqualTo(200);
    }

    @Test
    void changingRoutesAllowTheirOwnAndConfiguredOrigins() throws Exception {
        String own = "http://127.0.0.1:" + server.listener.port();

        for (String origin : List.of(own, "https://friend.example")) {
            assertThat(
                            server.post("/api/v1/models/rollback", new byte[0], "Origin", origin)
                                    .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void theTokenGuardsEverythingButHealth() throws Exception {
        guard();
        String basic = Base64.getEncoder().encodeToString("me:s3cret".getBytes());

        for (String path : List.of("/", "/metrics", "/api/v1/models", "/assets/style.css")) {
            assertProblem(server.get(path), 401, "token-required", "Bearer");
            assertProblem(
                    server.get(path, "Authorization", "Bearer wrong"), 401, "token-required", "");
            assertThat(server.get(path, "Authorization", "Bearer s3cret").statusCode())
                    .isEqualTo(200);
            assertThat(server.get(path, "Authorization", "Basic " + basic).statusCode())
                    .isEqualTo(200);
        }
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
    }

    private void guard() {
        server.close();
        server = new TestServer("s3cret", new QueueConfig(1, 1 << 16, Duration.ofSeconds(1)));
    }
}
