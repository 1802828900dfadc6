package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.launcher.demo.Foundations;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Setup;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.metric.KafkaMetricEmitter;
import io.monge.runtime.metric.Metric;
import io.monge.serving.ServingService;
import io.monge.serving.http.SampleImages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Two processes of the metrics application share the partitions; one is killed. */
class TwoMetricsInstancesTest {

    /** Wide against a loaded machine; all waits end as soon as their condition holds. */
    private static final Duration DEADLINE = Duration.ofSeconds(180);

    /** On different partitions of the four, so that both instances have some of them. */
    private static final List<Metric> METRICS =
            List.of(
                    Metric.TRAINER_MAP_LOSS,
                    Metric.TRAINER_POTENTIAL_LOSS,
                    Metric.TRAINER_CONTENT_LOSS,
                    Metric.TRAINER_STEP_SECONDS,
                    Metric.SERVING_REQUESTS,
                    Metric.INGEST_PATCHES_LR);

    @TempDir private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @Test
    void whenOneIsKilledTheWindowsAndTheQuestionsAboutThemGoOn() throws Exception {
        MongeConfig config =
                new Setup(List.of("--serving.port=0"), Map.of())
                        .load(new CommonOptions(), Optional.empty(), List.of())
                        .root();
        try (Foundations foundations = Foundations.embedded(config, directory);
                KafkaMetricEmitter emitter = new KafkaMetricEmitter(foundations.kafka(), "test");
                DeadLetters deadLetters = new DeadLetters(foundations.kafka(), () -> {});
                ServingService serving =
                        new ServingService(
                                config.serving(),
                                foundations.kafka(),
                                deadLetters,
                                emitter,
                                foundations.meters(),
                                SampleImages.ofTheRenderedWorld())) {
            serving.start();
            port = serving.port();
            String bootstrap = foundations.kafka().settings().bootstrap();
            Process one = MetricsInstance.start(bootstrap, directory, "one");
            Process two = MetricsInstance.start(bootstrap, directory, "two");
            Disposable load =
                    Flux.interval(Duration.ofMillis(100))
                            .onBackpressureDrop()
                            .subscribe(tick -> METRICS.forEach(m -> emitter.emit(m, tick)));
            try {
                awaitAnswersOf(Instant.now());

                one.destroyForcibly().waitFor();

                awaitAnswersOf(Instant.now());
                assertThat(two.isAlive()).isTrue();
            } finally {
                load.dispose();
                one.destroyForcibly();
                two.destroyForcibly();
            }
        }
    }

    /** Until every metric has a final window of five seconds that began after that instant. */
    private void awaitAnswersOf(Instant since) {
        await().atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(
                        () -> {
                            for (Metric metric : METRICS) {
                                assertThat(windows(metric, since))
                                        .anyMatch(
                                                window ->
                                                        window.path("closed").asBoolean()
                                                                && window.path("count").asInt()
                                                                        > 0);
                            }
                        });
    }

    private JsonNode windows(Metric metric, Instant since) throws Exception {
        // Until the first window of that length has come, it is a bad request.
        String query =
                "?metric=%s&from=%s&to=%s&step=5s"
                        .formatted(metric.id(), since.plusSeconds(5), since.plusSeconds(3600));
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/api/v1/metrics%s"
                                                .formatted(port, query)))
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("windows");
    }
}
