package io.monge.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.runtime.metric.Meters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HealthEndpointTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Health> services =
            new ConcurrentSkipListMap<>(Map.of("trainer", Health.up()));
    private final Meters meters = new Meters();
    private final HealthEndpoint endpoint = open(new HealthConfig("127.0.0.1", 0)).orElseThrow();

    @AfterEach
    void close() {
        endpoint.close();
        meters.close();
    }

    private Optional<HealthEndpoint> open(HealthConfig config) {
        return HealthEndpoint.open(config, () -> services, meters);
    }

    @Test
    void aProcessThatDoesItsWorkIsAliveAndReady() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("{\"trainer\":{\"status\":\"UP\"}}");
    }

    @Test
    void oneThatWaitsIsAliveButNotReadyAndSaysWhy() throws Exception {
        services.put("trainer", Health.degraded("Waiting for patches on lr"));

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).contains("Waiting for patches on lr");
    }

    @Test
    void oneServiceThatIsDownMakesTheProcessNeither() throws Exception {
        services.put("ingest", Health.down("the broker is gone"));

        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void workThatIsDoneCountsAsReady() throws Exception {
        services.put("trainer", Health.finished());

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void prometheusIsGivenTheNumbersOfTheProcess() throws Exception {
        meters.registry().counter("monge.test.events").increment(3);

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue(Meters.CONTENT_TYPE);
        assertThat(answer.body().lines())
                .contains("monge_test_events_total 3.0")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""));
    }

    @Test
    void thereIsNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/healthz/more").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/healthz").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void itIsOffUnlessItHasAPort() {
        assertThat(open(new HealthConfig("127.0.0.1", -1))).isEmpty();
    }

    @Test
    void aPortInUseAndAnUnknownHostAreNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HealthConfig config = new HealthConfig("127.0.0.1", taken.getLocalPort());

            assertThatThrownBy(() -> open(config))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("health.port");
        }
        assertThatThrownBy(() -> open(new HealthConfig("no.such.host.invalid", 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no.such.host.invalid");
        assertThatThrownBy(() -> new HealthConfig("127.0.0.1", 70_000))
                .hasMessageContaining("70000");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
