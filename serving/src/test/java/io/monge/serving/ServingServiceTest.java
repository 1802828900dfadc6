package io.monge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.Keyed;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.runtime.kafka.Start;
import io.monge.runtime.metric.CollectingMetricEmitter;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.service.Health;
import io.monge.schemas.image.ImageParts;
import io.monge.schemas.record.FailureReason;
import io.monge.schemas.record.MetricWindow;
import io.monge.schemas.record.UpscaleFailure;
import io.monge.schemas.record.UpscaleRequest;
import io.monge.schemas.record.UpscaleResult;
import io.monge.schemas.record.UpscaledImage;
import io.monge.serving.http.SampleImages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

/** The whole service on a real broker, with a real (small, untrained) network; one story. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServingServiceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 26, 1 << 26));

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @TempDir static Path directory;
    private static Broker broker;

    private final HttpClient client = HttpClient.newHttpClient();
    private final CollectingMetricEmitter metrics = new CollectingMetricEmitter();
    private ServingService service;

    @BeforeAll
    static void startBroker() {
        broker = new Broker(directory);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void start() {
        service =
                new ServingService(
                        ServingConfig.defaults().onPort(0),
                        broker.kafka(),
                        broker.deadLetters(),
                        metrics,
                        new Meters(),
                        SampleImages.ofTheRenderedWorld());
        service.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void theFirstPromotedSnapshotIsServed() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        broker.publish(1);
        assertThat(upscale(image(16, 9)).statusCode()).isEqualTo(503); // published, not promoted

        broker.promote(1);

        awaitVersion(1);
        HttpResponse<byte[]> response = upscale(image(150, 37));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Model-Version")).hasValue("1");
        RgbImage large = CODEC.decode(response.body());
        assertThat(large.width()).isEqualTo(600);
        assertThat(large.height()).isEqualTo(148);
        assertThat(metrics.valuesOf(Metric.SERVING_SWAP_SECONDS)).hasSize(1);
        assertThat(metrics.valuesOf(Metric.SERVING_UPSCALE_SECONDS)).hasSize(1);
        service.close();
        assertThat(service.servedVersion()).hasValue(1); // a summary may still ask
    }

    @Test
    @Order(2)
    void aRestartResumesTheVersionServedAndAManifestMayComeAfterItsPromotion() throws Exception {
        awaitVersion(1);

        broker.promote(2);
        await().atMost(DEADLINE).until(() -> service.health().is(Health.State.DEGRADED));
        assertThat(service.health().reason())
                .contains("version 2 is promoted")
                .contains("version 1 is still served");
        broker.publish(2);

        awaitVersion(2);
        assertThat(service.health()).isEqualTo(Health.up());
    }

    @Test
    @Order(3)
    void aDamagedSnapshotLeavesTheOldOneAndDegradesTheHealth() throws Exception {
        awaitVersion(2);
        broker.publish(3, Broker.snapshot(3), Broker.snapshot(4));

        broker.promote(3);

        await().atMost(DEADLINE).until(() -> service.health().is(Health.State.DEGRADED));
        assertThat(service.health().reason()).contains("SHA-256", "version 2 is still served");
        assertThat(upscale(image(8, 8)).headers().firstValue("X-Model-Version")).hasValue("2");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);

        byte[] noSnapshot = "what is this?".getBytes();
        broker.publish(4, noSnapshot, noSnapshot);
        broker.promote(4);
        await().atMost(DEADLINE).until(() -> !service.health().reason().contains("SHA-256"));
        assertThat(service.health().is(Health.State.DEGRADED)).isTrue();

        broker.publish(5);
        broker.promote(5);
        awaitVersion(5);
        assertThat(service.health()).isEqualTo(Health.up());
    }

    @Test
    @Order(4)
    void anOperatorRollsBackAndForthOverHttp() throws Exception {
        awaitVersion(5);

        assertThat(post("/api/v1/models/2/promote").statusCode()).isEqualTo(202);
        awaitVersion(2);
        assertThat(post("/api/v1/models/rollback").statusCode()).isEqualTo(202);
        awaitVersion(1);
        assertThat(post("/api/v1/models/99/promote").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(5)
    void requestsThroughKafkaAreAnsweredOnceEachFailuresToo() throws Exception {
        awaitVersion(1);
        Map<String, UpscaleResult> results = new ConcurrentHashMap<>();
        Map<String, String> traces = new ConcurrentHashMap<>();
        Disposable reading = reading(results, traces);
        try (KafkaSink<UpscaleRequest> requests =
                broker.kafka().sink(broker.kafka().topics().upscaleRequests())) {
            for (int i = 0; i < 12; i++) {
                requests.send("r" + i, request("r" + i, image(20 + i, 10))).block(DEADLINE);
            }
            requests.send(
                            new Keyed<>(
                                    "traced",
                                    request("traced", image(8, 8)),
                                    Map.of("traceparent", TRACE, "tracestate", "a=1")))
                    .block(DEADLINE);
            requests.send("bad", request("bad", "no image".getBytes())).block(DEADLINE);
            requests.send("big", request("big", image(3000, 3000))).block(DEADLINE);

            await().atMost(DEADLINE).until(() -> results.size() == 15);
        }
        reading.dispose();

        assertThat(traces).hasSize(15).containsEntry("traced", TRACE);
        assertThat(traces.get("bad")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        for (int i = 0; i < 12; i++) {
            UpscaledImage image = (UpscaledImage) results.get("r" + i).getOutcome();
            assertThat(image.getWidth()).isEqualTo(4 * (20 + i));
            assertThat(image.getHeight()).isEqualTo(40);
            assertThat(image.getModelVersion()).isEqualTo(1);
        }
        UpscaleFailure bad = (UpscaleFailure) results.get("bad").getOutcome();
        assertThat(bad.getReason()).isEqualTo(FailureReason.MALFORMED_IMAGE);
        UpscaleFailure big = (UpscaleFailure) results.get("big").getOutcome();
        assertThat(big.getReason()).isEqualTo(FailureReason.TOO_LARGE);
        assertThat(big.getMessage()).contains("pixels");
    }

    /** Pieces of two images between each other, a whole one between them, and what is broken. */
    @Test
    @Order(6)
    void imagesInPiecesAreAnsweredOnceEachAndARestartRepeatsNone() throws Exception {
        awaitVersion(1);
        Map<String, UpscaleResult> results = new ConcurrentHashMap<>();
        Disposable reading = reading(results, new ConcurrentHashMap<>());
        List<UpscaleRequest> one = inPieces("one", image(70, 60), 3000);
        List<UpscaleRequest> two = inPieces("two", image(50, 60), 3000);
        List<UpscaleRequest> gap = inPieces("gap", image(55, 60), 3000);
        List<UpscaleRequest> huge = inPieces("huge", new byte[(32 << 20) + 1], 16 << 20);
        assertThat(one.size()).isGreaterThan(3);
        try (KafkaSink<UpscaleRequest> requests =
                broker.kafka().sink(broker.kafka().topics().upscaleRequests())) {
            for (UpscaleRequest record :
                    List.of(
                            one.get(0),
                            two.get(0),
                            two.get(0), // sent twice
                            gap.get(0),
                            gap.get(2),
                            request("between", image(9, 9)),
                            huge.get(0))) {
                requests.send("one partition", small(record)).block(DEADLINE);
            }
            for (int i = 1; i < one.size(); i++) {
                requests.send("one partition", one.get(i)).block(DEADLINE);
            }
            for (int i = 1; i < two.size(); i++) {
                requests.send("one partition", two.get(i)).block(DEADLINE);
            }
            await().atMost(DEADLINE)
                    .untilAsserted(
                            () ->
                                    assertThat(results)
                                            .containsKeys("one", "two", "gap", "between", "huge"));
            stop();
            start();
            awaitVersion(1);
            requests.send("one partition", request("after", image(8, 8))).block(DEADLINE);
            await().atMost(DEADLINE).until(() -> results.containsKey("after"));
        }
        reading.dispose();

        assertThat(((UpscaledImage) results.get("one").getOutcome()).getWidth()).isEqualTo(280);
        assertThat(((UpscaledImage) results.get("two").getOutcome()).getWidth()).isEqualTo(200);
        assertThat(((UpscaledImage) results.get("between").getOutcome()).getWidth()).isEqualTo(36);
        UpscaleFailure missing = (UpscaleFailure) results.get("gap").getOutcome();
        assertThat(missing.getReason()).isEqualTo(FailureReason.MALFORMED_IMAGE);
        assertThat(missing.getMessage()).contains("Piece 1").contains("missing");
        UpscaleFailure large = (UpscaleFailure) results.get("huge").getOutcome();
        assertThat(large.getReason()).isEqualTo(FailureReason.TOO_LARGE);
        assertThat(large.getMessage()).contains("at most 33554432");
    }

    @Test
    @Order(7)
    void windowsOfTheTopicReachTheDashboard() throws Exception {
        Instant start = Instant.parse("2026-01-02T03:04:00Z");
        MetricWindow window =
                new MetricWindow(
                        "trainer.map.loss",
                        "trainer",
                        "1",
                        null,
                        start,
                        start.plusSeconds(10),
                        5L,
                        0.5,
                        0.1,
                        0.4,
                        0.7,
                        0.5,
                        0.6,
                        0.7,
                        0.45,
                        false);
        try (KafkaSink<MetricWindow> windows =
                broker.kafka().sink(broker.kafka().topics().metricsWindows())) {
            windows.send("trainer.map.loss@1", window).block(DEADLINE);
        }

        await().atMost(DEADLINE)
                .untilAsserted(
                        () ->
                                assertThat(json("/api/v1/metrics").at("/windows/0/p95").asDouble())
                                        .isEqualTo(0.6));
    }

    private void awaitVersion(long version) {
        await().atMost(DEADLINE)
                .until(() -> json("/readyz").path("modelVersion").asLong() == version);
    }

    /** No request is answered twice. */
    private static Disposable reading(
            Map<String, UpscaleResult> results, Map<String, String> traces) {
        return broker.kafka()
                .source(
                        broker.kafka().topics().upscaleResults(),
                        ReadOptions.from(Start.earliest()),
                        broker.deadLetters())
                .deliveries()
                .subscribe(
                        delivery -> {
                            delivery.header("traceparent")
                                    .ifPresent(it -> traces.put(delivery.key(), it));
                            assertThat(results.put(delivery.key(), delivery.value())).isNull();
                        });
    }

    private static List<UpscaleRequest> inPieces(String id, byte[] image, int maxBytes) {
        return ImageParts.split(image, maxBytes).stream()
                .map(
                        piece ->
                                UpscaleRequest.newBuilder()
                                        .setRequestId(id)
                                        .setImage(piece.bytes())
                                        .setRequestedAt(Instant.now())
                                        .setPart(piece.part().orElseThrow())
                                        .build())
                .toList();
    }

    /** What is announced counts: the bytes themselves need not come. */
    private static UpscaleRequest small(UpscaleRequest request) {
        ByteBuffer image = request.getImage();
        return image.remaining() <= 4 << 20
                ? request
                : UpscaleRequest.newBuilder(request).setImage(image.slice(0, 10)).build();
    }

    private UpscaleRequest request(String id, byte[] image) {
        return ImageParts.requests(id, image, Instant.now()).get(0);
    }

    private HttpResponse<byte[]> upscale(byte[] image) throws Exception {
        return send(
                HttpRequest.newBuilder(uri("/api/v1/upscale"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(image)));
    }

    private HttpResponse<byte[]> post(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(get(path).body());
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(
                request.timeout(DEADLINE).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    private static byte[] image(int width, int height) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        if (width < 1000) { // what is large by its header shall be small as a record
            new Random(width).nextBytes(pixels);
        }
        return CODEC.encodePng(new RgbImage(width, height, pixels));
    }
}
