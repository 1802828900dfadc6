package io.monge.serving.http;

import static io.monge.serving.http.UpscaleRouteTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.monge.http.HttpConfig;
import io.monge.http.TlsConfig;
import io.monge.imaging.RgbImage;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Health;
import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import io.monge.serving.dashboard.AlarmNote;
import io.monge.serving.dashboard.Window;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-01-02T03:04:00Z");

    /** What the events of the stream carry. */
    private static final Map<String, String> SCHEMAS =
            Map.of(
                    "window",
                    "Window",
                    "status",
                    "Status",
                    "model",
                    "ServedModel",
                    "alarm",
                    "Alarm");

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void openapiDescribesExactlyTheRoutesThereAre() throws Exception {
        JsonNode paths =
                new YAMLMapper().readTree(server.get("/openapi.yaml").body()).path("paths");
        List<String> described = new ArrayList<>();
        paths.fieldNames()
                .forEachRemaining(
                        path ->
                                paths.path(path)
                                        .fieldNames()
                                        .forEachRemaining(m -> described.add(m + " " + path)));

        List<String> routes =
                server.routes().stream()
                        .filter(route -> !route.template().startsWith("/assets/"))
                        .map(route -> route.method().name().toLowerCase() + " " + route.template())
                        .toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void readyMeansThatAModelIsServed() throws Exception {
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(server.get("/readyz").statusCode()).isEqualTo(503);

        server.slot.swap(TestModels.served(3), TestMap.free(0));

        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(json(server.get("/readyz")).path("modelVersion").asLong()).isEqualTo(3);
    }

    @Test
    void healthTellsWhatIsWrong() throws Exception {
        server.health = Health.degraded("snapshot 7 is damaged; version 3 is still served");
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(json(server.get("/healthz")).path("reason").asText()).contains("damaged");

        server.health = Health.down("the broker is gone");
        assertThat(server.get("/healthz").statusCode()).isEqualTo(503);
    }

    @Test
    void prometheusGetsItsText() throws Exception {
        server.meters
                .registry()
                .counter("monge.upscale.requests", "outcome", "answered")
                .increment();

        HttpResponse<byte[]> response = server.get("/metrics");

        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/plain");
        assertThat(text(response))
                .contains("monge_upscale_requests_total{outcome=\"answered\"} 1.0");
    }

    @Test
    void theTransportIsShownOnceThereAreAModelAndPatchesOfBothStreams() throws Exception {
        assertThat(json(server.get("/api/v1/transport")).path("missing").asText())
                .contains("Patches of both streams");
        server.patches.arrived = true;
        assertThat(json(server.get("/api/v1/transport")).path("missing").asText())
                .contains("first snapshot");
        assertProblem(server.get("/api/v1/transport/sr.png"), 503, "no-model", "first snapshot");
        server.slot.swap(TestModels.served(5), TestMap.free(0));

        JsonNode view = json(server.get("/api/v1/transport"));

        assertThat(view.path("version").asLong()).isEqualTo(5);
        assertThat(view.path("palettes").properties())
                .allSatisfy(
                        palette -> {
                            assertThat(palette.getValue().path("contrast").asDouble())
                                    .isBetween(0.001, 0.75);
                            assertThat(palette.getValue().path("colours")).hasSize(400);
                        })
                .hasSize(4);
        RgbImage lr = image(server.get("/api/v1/transport/lr.png"));
        RgbImage sr = image(server.get("/api/v1/transport/sr.png"));
        assertThat(lr.width()).isEqualTo(8 * 16);
        assertThat(lr.height()).isEqualTo(16);
        assertThat(sr.width()).isEqualTo(8 * 64);
        assertProblem(server.get("/api/v1/transport/x.png"), 404, "unknown-strip", "bicubic.png");
    }

    @Test
    void modelsAreListedPromotedAndRolledBack() throws Exception {
        for (long version : new long[] {10, 20}) {
            server.catalogue.published(TestModels.published(version));
            server.catalogue.promoted(TestModels.promotion(version));
        }
        assertProblem(server.get("/api/v1/models/current"), 503, "no-model", "first snapshot");
        server.slot.swap(TestModels.served(20), TestMap.free(0));

        JsonNode list = json(server.get("/api/v1/models"));
        assertThat(list.path("served").asLong()).isEqualTo(20);
        assertThat(list.path("models").findValuesAsText("version")).containsExactly("20", "10");
        JsonNode current = json(server.get("/api/v1/models/current"));
        assertThat(current.path("version").asLong()).isEqualTo(20);
        assertThat(current.path("promotedBy").asText()).isEqualTo("GATE");
        assertThat(list.path("promotions").findValuesAsText("version")).containsExactly("10", "20");
        assertThat(current.at("/map/type").asText()).isEqualTo("edsr");
        assertThat(current.at("/lrOffsets/1").toString())
                .isEqualTo("{\"partition\":1,\"offset\":698}");
        assertThat(current.path("reanchors").toString()).isEqualTo("[5,10]");
        assertThat(current.path("parentSha256").asText()).isEqualTo("00ff");

        HttpResponse<byte[]> back = server.post("/api/v1/models/rollback", new byte[0]);
        assertThat(back.statusCode()).isEqualTo(202);
        assertThat(json(back).path("version").asLong()).isEqualTo(10);
        assertThat(json(back).path("promotedBy").asText()).isEqualTo("ROLLBACK");
        HttpResponse<byte[]> forth = server.post("/api/v1/models/20/promote", new byte[0]);
        assertThat(json(forth).path("promotedBy").asText()).isEqualTo("OPERATOR");
    }

    @Test
    void unknownVersionsAre404() throws Exception {
        assertProblem(
                server.post("/api/v1/models/77/promote", new byte[0]),
                404,
                "unknown-version",
                "GET /api/v1/models");
        assertProblem(
                server.post("/api/v1/models/newest/promote", new byte[0]),
                400,
                "bad-request",
                "whole number");
        assertProblem(
                server.post("/api/v1/models/rollback", new byte[0]),
                404,
                "nothing-to-roll-back-to",
                "older");
    }

    @Test
    void metricsAreTheLatestWindowsOrSomeOfThem() throws Exception {
        for (int i = 0; i < 5; i++) {
            server.board.put(window("trainer.map.loss", i, i));
        }
        server.board.put(window("trainer.potential.loss", 0, Double.NaN));

        JsonNode latest = json(server.get("/api/v1/metrics")).path("windows");
        assertThat(latest).hasSize(2);
        assertThat(latest.get(0).path("mean").asDouble()).isEqualTo(4);
        assertThat(latest.get(1).path("mean").isNull()).isTrue();
        assertThat(json(server.get("/api/v1/metrics?recent=3")).path("windows")).hasSize(4);
        assertProblem(server.get("/api/v1/metrics?recent=all"), 400, "bad-request", "recent");
    }

    @Test
    void windowsOfThePastAreFoundByMetricTimeAndStep() throws Exception {
        for (int i = 0; i < 12; i++) {
            server.history.put(window("trainer.map.loss", i, i));
        }
        server.history.put(minute("trainer.map.loss"));
        String of = "/api/v1/metrics?metric=trainer.map.loss&from=";

        JsonNode some =
                json(server.get(of + START.plusSeconds(25) + "&to=" + START.plusSeconds(50)));

        assertThat(some.path("stepSeconds").asInt()).isEqualTo(10);
        assertThat(some.path("windows").findValuesAsText("mean"))
                .containsExactly("2.0", "3.0", "4.0");
        assertThat(some.at("/windows/0/closed").isBoolean()).isTrue();
        long epoch = START.getEpochSecond();
        JsonNode minutes = json(server.get(of + epoch + "&to=" + (epoch + 3600) + "&step=1m"));
        assertThat(minutes.path("windows")).hasSize(1);
        assertThat(minutes.at("/windows/0/count").asInt()).isEqualTo(30);
        assertThat(json(server.get("/api/v1/metrics?metric=trainer.bw2.uvp")).path("windows"))
                .isEmpty();
    }

    @Test
    void aQuestionAboutThePastThatCannotBeAnsweredIsABadRequest() throws Exception {
        server.history.put(window("trainer.map.loss", 0, 1));
        server.history.put(minute("trainer.map.loss"));
        String of = "/api/v1/metrics?metric=trainer.map.loss";

        assertProblem(server.get(of + "&step=7s"), 400, "bad-request", "10s, 1m");
        assertProblem(server.get(of + "&step=often"), 400, "bad-request", "step is 'often'");
        assertProblem(server.get(of + "&from=yesterday"), 400, "bad-request", "ISO 8601");
        String first = "-1000000000-01-01T00:00:00Z"; // an hour before it there is no time
        assertProblem(server.get(of + "&to=" + first), 400, "bad-request", "ISO 8601");
        assertProblem(
                server.get(of + "&from=" + first + "&to=0"), 400, "bad-request", "from is '-1000");
        assertProblem(
                server.get(of + "&to=%2B10000-01-01T00:00:00Z"), 400, "bad-request", "to is '+");
        assertProblem(server.get(of + "&from=20&to=10"), 400, "bad-request", "before");
        assertProblem(
                server.get("/api/v1/metrics?metric=nobody.knows"), 400, "bad-request", "catalogue");
        assertProblem(server.get("/api/v1/metrics?step=10s"), 400, "bad-request", "metric");
    }

    @Test
    void everySignalIsInTheCatalogueWithUnitAndMeaning() throws Exception {
        JsonNode metrics = json(server.get("/api/v1/metrics/catalogue")).path("metrics");

        assertThat(metrics).hasSize(Metric.values().length);
        assertThat(metrics)
                .allMatch(
                        metric ->
                                !metric.path("unit").asText().isBlank()
                                        && !metric.path("description").asText().isBlank());
        assertThat(metrics.findValuesAsText("metric")).contains("trainer.gradient.norm.map");
    }

    @Test
    void longerWindowsAreNotAmongTheLatestWhereThereAreShorterOnes() throws Exception {
        server.board.put(window("trainer.map.loss", 5, 1));
        server.board.put(minute("trainer.map.loss"));

        JsonNode latest = json(server.get("/api/v1/metrics?recent=9")).path("windows");

        assertThat(latest).hasSize(1);
        assertThat(latest.get(0).path("count").asInt()).isEqualTo(5);
    }

    @Test
    void theStreamSendsWindowsStatesAndModelsAsTheyCome() throws Exception {
        var response =
                server.client.send(
                        server.request("/api/v1/metrics/stream").build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");

        try (var events =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(next(events, "status")).contains("residentBytes");
            server.board.put(window("trainer.map.loss", 0, 2.5));
            assertThat(next(events, "window")).contains("\"mean\":2.5");
            server.slot.swap(TestModels.served(9), TestMap.free(0));
            assertThat(next(events, "model")).contains("\"version\":9");
            server.alarms.put(alarm(true));
            assertThat(next(events, "alarm")).contains("\"state\":\"FIRING\"");
        }
    }

    @Test
    @Timeout(60)
    void theStreamEndsWithTheServer() throws Exception {
        var response =
                server.client.send(
                        server.request("/api/v1/metrics/stream").build(),
                        HttpResponse.BodyHandlers.ofInputStream());

        try (var events =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(next(events, "status")).contains("residentBytes");
            server.listener.close();
            assertThat(events.lines()).noneMatch("event: alarm"::equals); // there is a last line
        }
    }

    @Test
    void alarmsAreShownAsTheyStand() throws Exception {
        server.alarms.put(alarm(true));
        assertThat(json(server.get("/api/v1/alarms")).at("/alarms/0/state").asText())
                .isEqualTo("FIRING");

        server.alarms.put(alarm(false));

        JsonNode alarms = json(server.get("/api/v1/alarms")).path("alarms");
        assertThat(alarms).hasSize(1);
        assertThat(alarms.at("/0/state").asText()).isEqualTo("RESOLVED");
        assertThat(alarms.at("/0/value").asDouble()).isEqualTo(7.5);
    }

    @Test
    void theStateOfTheServerIsShown() throws Exception {
        server.catalogue.published(TestModels.published(9));
        server.slot.swap(TestModels.served(3), TestMap.free(0));

        JsonNode now = json(server.get("/api/v1/status")).path("now");

        assertThat(now.path("servedVersion").asLong()).isEqualTo(3);
        assertThat(now.path("latestVersion").asLong()).isEqualTo(9);
        assertThat(now.at("/queue/capacityPixels").asLong()).isEqualTo(1 << 16);
    }

    @Test
    void samplesAreSmallImages() throws Exception {
        String path = json(server.get("/api/v1/samples")).at("/samples/0/path").asText();

        HttpResponse<byte[]> sample = server.get(path);

        assertThat(TestServer.codec().decode(sample.body()).width()).isEqualTo(64);
        assertProblem(server.get("/api/v1/samples/sample-7.png"), 404, "unknown-sample", "lists");
    }

    @Test
    void unknownPathsAndMethodsAreProblemsToo() throws Exception {
        assertProblem(server.get("/nothing/here"), 404, "not-found", "/openapi.yaml");
        assertProblem(server.get("/assets/../../etc/passwd"), 404, "not-found", "/openapi.yaml");
        HttpResponse<byte[]> wrong = server.get("/api/v1/upscale");
        assertProblem(wrong, 405, "method-not-allowed", "POST");
        assertThat(wrong.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void everyAnswerForbidsFramingAndForeignScripts() throws Exception {
        for (String path : List.of("/", "/dashboard", "/healthz", "/nothing/here")) {
            HttpResponse<byte[]> response = server.get(path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
            assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
    }

    @Test
    void pagesAreRevalidatedByTheirTag() throws Exception {
        String tag = server.get("/").headers().firstValue("ETag").orElseThrow();

        assertThat(server.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void aTakenPortIsOneClearSentence() {
        HttpConfig taken =
                new HttpConfig(
                        "127.0.0.1",
                        server.listener.port(),
                        "",
                        TlsConfig.NONE,
                        List.of(),
                        TestServer.NAMES);

        assertThatThrownBy(
                        () ->
                                HttpApi.open(
                                        new ApiConfig(taken, 1, Duration.ofSeconds(1)),
                                        server.parts()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("Cannot listen on 127.0.0.1:\\d+: .*in use.*serving.port.*");
    }

    private static Window window(String metric, int number, double mean) {
        Instant start = START.plusSeconds(10L * number);
        return window(metric, start, Duration.ofSeconds(10), 5, mean);
    }

    private static Window minute(String metric) {
        return window(metric, START, Duration.ofMinutes(1), 30, 2);
    }

    private static Window window(
            String metric, Instant start, Duration length, int count, double mean) {
        return new Window(
                metric,
                "trainer",
                "1",
                OptionalLong.empty(),
                start,
                start.plus(length),
                count,
                mean,
                0.5,
                mean - 1,
                mean + 1,
                mean,
                mean,
                mean,
                mean,
                false);
    }

    private static AlarmNote alarm(boolean firing) {
        return new AlarmNote(
                "lr-drift",
                "stream.drift.lr",
                "metrics",
                firing,
                "LR patches have come to look different",
                OptionalDouble.of(7.5),
                START);
    }

    /** The data of the next event of this name, which is what openapi.yaml says it is. */
    private static String next(BufferedReader events, String name) throws Exception {
        String line = events.readLine();
        while (!("event: " + name).equals(line)) {
            line = events.readLine();
        }
        String data = events.readLine();
        OpenApi.read().check(SCHEMAS.get(name), data.substring("data: ".length()));
        return data;
    }

    private static RgbImage image(HttpResponse<byte[]> response) {
        return TestServer.codec().decode(response.body());
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws Exception {
        return JSON.readTree(response.body());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
