package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.imaging.RgbImage;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a user of {@code docker compose up --wait} gets, from the image of the tree just packaged.
 * Skipped, saying why, where there is no engine or an image cannot be had. {@code
 * -Dmonge.compose.brokers=3} for three brokers, of which one is killed.
 */
class ComposeIT {

    private static final int BROKERS = Integer.getInteger("monge.compose.brokers", 1);
    private static final Duration RECOVERY = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ComposeProject project = new ComposeProject(BROKERS);

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

        imageComesBackFourTimesAsLarge();
        prometheusAnswersEveryPanelAndItsRulesAreTrue();
        if (BROKERS == 3) {
            trainingAndServingGoOnWithoutOneOfThreeBrokers();
        }
    }

    private void imageComesBackFourTimesAsLarge() throws Exception {
        HttpResponse<byte[]> answer = upscale(RunningSystem.grey(37, 23));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("X-Model-Version").orElseThrow())
                .isGreaterThanOrEqualTo(1);
        RgbImage large = RunningSystem.CODEC.decode(answer.body());
        assertThat(List.of(large.width(), large.height())).containsExactly(148, 92);
    }

    private void trainingAndServingGoOnWithoutOneOfThreeBrokers() throws Exception {
        project.kill("kafka-2");
        long served = servedVersion();

        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(servedVersion()).isGreaterThan(served));
        imageComesBackFourTimesAsLarge();
        assertThat(project.unhealthy()).containsExactly("kafka-2 ");

        project.start("kafka-2");
        await().atMost(RECOVERY).untilAsserted(() -> assertThat(project.unhealthy()).isEmpty());
        long afterwards = servedVersion();
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(servedVersion()).isGreaterThan(afterwards));
    }

    private long servedVersion() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get("/api/v1/models/current");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("version").asLong();
    }

    /** Every rule by promtool, every panel by the Prometheus that scrapes the containers. */
    private void prometheusAnswersEveryPanelAndItsRulesAreTrue() throws Exception {
        for (String rules : List.of("serving", "pipeline")) {
            String tests = "/etc/prometheus/%s.rules.test.yml".formatted(rules);
            project.execute("prometheus", "promtool", "test", "rules", tests);
        }
        List<OperatorsFiles.Query> panels = new OperatorsFiles().panels();
        assertThat(panels).hasSizeGreaterThan(60);
        for (OperatorsFiles.Query panel : panels) {
            await().atMost(Duration.ofSeconds(150))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () ->
                                    assertThat(answerTo(panel.expression()))
                                            .as("%s", panel)
                                            .isNotEmpty());
        }
        assertThat(answerTo("up == 0")).isEmpty();
        assertThat(answerTo("ALERTS{alertstate=\"firing\"}")).isEmpty();
    }

    /** The series of an instant query. */
    private JsonNode answerTo(String query) throws IOException, InterruptedException {
        String url =
                "http://%s/api/v1/query?query=%s"
                        .formatted(
                                project.address("prometheus", 9090),
                                URLEncoder.encode(query, StandardCharsets.UTF_8));
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(URI.create(url)));
        assertThat(answer.statusCode()).as("%s", query).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("data").path("result");
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
