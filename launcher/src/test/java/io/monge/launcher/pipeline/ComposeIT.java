package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.imaging.RgbImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a user of {@code docker compose up --wait} gets, from the image of the tree just packaged.
 * Skipped, saying why, where there is no engine or an image cannot be had.
 */
class ComposeIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ComposeProject project = new ComposeProject();

    @BeforeEach
    void bringUp() {
        project.assumePossible();
        project.buildImages();
        project.up();
    }

    @AfterEach
    void takeDown() {
        project.down();
        assertThat(project.left()).as("what `down -v` leaves").isEmpty();
    }

    @Test
    void thePageAnswersAndAnImageComesBackFourTimesAsLarge() throws Exception {
        assertThat(project.unhealthy()).isEmpty();
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").statusCode()).isEqualTo(200);

        HttpResponse<byte[]> answer = upscale(RunningSystem.grey(37, 23));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("X-Model-Version").orElseThrow())
                .isGreaterThanOrEqualTo(1);
        RgbImage large = RunningSystem.CODEC.decode(answer.body());
        assertThat(List.of(large.width(), large.height())).containsExactly(148, 92);
        prometheusKnowsWhatItsAlarmsAskFor();
    }

    private void prometheusKnowsWhatItsAlarmsAskFor() {
        project.execute(
                "prometheus",
                "promtool",
                "test",
                "rules",
                "/etc/prometheus/serving.rules.test.yml");
        for (String asked :
                List.of(
                        "up{job=\"monge\"} == 1",
                        "monge_model_version > 0",
                        "monge_upscale_requests_total{outcome=\"answered\"}",
                        "monge_upscale_seconds_bucket{stage=\"queue\"}",
                        "jvm_memory_used_bytes{area=\"heap\"}",
                        "jvm_memory_max_bytes{area=\"heap\"} > 0")) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(answerTo(asked)).as(asked).isNotBlank());
        }
        assertThat(answerTo("ALERTS{alertstate=\"firing\"}")).isBlank();
    }

    private String answerTo(String query) {
        return project.execute(
                "prometheus", "promtool", "query", "instant", "http://localhost:9090", query);
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<byte[]> upscale(byte[] image) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri("/api/v1/upscale"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(image)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://" + project.address("serving", 8080) + path);
    }
}
