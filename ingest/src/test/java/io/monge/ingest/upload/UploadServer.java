package io.monge.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.monge.http.TlsConfig;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.ingest.ArrivalLog;
import io.monge.ingest.Arrivals;
import io.monge.ingest.Domain;
import io.monge.ingest.FeedConfig;
import io.monge.ingest.IngestConfig;
import io.monge.ingest.IngestService;
import io.monge.ingest.Patch;
import io.monge.ingest.PatchSink;
import io.monge.ingest.ReadingLog;
import io.monge.ingest.SceneConfig;
import io.monge.ingest.SourceSpec;
import io.monge.ingest.UploadConfig;
import io.monge.runtime.metric.CollectingMetricEmitter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ingest as it runs, HR images on a free port, asked by a client of the JDK's; patches go to a sink
 * that takes note of them and says that they are safe once the gate is open.
 */
final class UploadServer implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(30);
    static final int PATCH = 8; // px
    static final ImageLimits LIMITS = new ImageLimits(300_000, 90_000);

    final List<Patch> sent = new CopyOnWriteArrayList<>();
    final CollectingMetricEmitter metrics = new CollectingMetricEmitter();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final UploadListeners uploads;
    final IngestService service;
    private final Sinks.Empty<Void> gate = Sinks.empty();
    private final HttpClient client = HttpClient.newHttpClient();

    /** Each image gives so many patches, the feed, if that is not 0, so many at most. */
    UploadServer(int patches, long limit, UploadConfig config) {
        SceneConfig scenes =
                new SceneConfig(
                        1,
                        SceneConfig.Start.FIRST,
                        64,
                        new UnknownDegradation(new Range(1.5, 2.5), 4, 0.01, new Range(70, 95)));
        IngestConfig ingest =
                new IngestConfig(
                        new FeedConfig(new SourceSpec.None(), PATCH, patches, 0, 0),
                        new FeedConfig(new SourceSpec.Http(0), PATCH, patches, 0, limit),
                        scenes,
                        LIMITS,
                        config);
        uploads = new UploadListeners(config, LIMITS.maxBytes(), meters);
        service = new IngestService(ingest, Gated::new, Arrivals.none(), uploads, metrics);
        service.start();
    }

    /** Where as much waits as is usual. */
    static UploadServer open(int patches) {
        UploadServer server = new UploadServer(patches, 0, UploadConfig.DEFAULT);
        server.release();
        return server;
    }

    static UploadConfig config(String token, long waitingBytes) {
        return new UploadConfig(
                "127.0.0.1",
                token,
                TlsConfig.NONE,
                List.of(),
                waitingBytes,
                DEADLINE,
                Duration.ofMillis(100));
    }

    /** From now on patches are safe at once. */
    void release() {
        gate.tryEmitEmpty();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + uploads.port(Domain.HR) + path);
    }

    HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(uri("/api/v1/images" + query)).timeout(DEADLINE);
    }

    HttpResponse<byte[]> post(byte[] image) throws Exception {
        return send(request(""), image);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request, byte[] image) throws Exception {
        return send(request.POST(BodyPublishers.ofByteArray(image)));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<byte[]>> async(byte[] image, String query) {
        return client.sendAsync(
                request(query).POST(BodyPublishers.ofByteArray(image)).build(),
                BodyHandlers.ofByteArray());
    }

    /** To another listener. */
    CompletableFuture<HttpResponse<byte[]>> async(int port, byte[] image) {
        URI uri = URI.create("http://127.0.0.1:" + port + UploadRoute.PATH);
        return client.sendAsync(
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(image)).build(),
                BodyHandlers.ofByteArray());
    }

    /** How many patches of an image have been handed to the sink. */
    long sentOf(String id) {
        return sent.stream().filter(patch -> patch.imageId().equals(id)).count();
    }

    @Override
    public void close() {
        release();
        service.close();
    }

    /** Random pixels: nothing compresses them. */
    static byte[] png(int width, int height) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        new Random(width * 31L + height).nextBytes(pixels);
        return new ImageCodec(new ImageLimits(1 << 26, 1 << 26))
                .encodePng(new RgbImage(width, height, pixels));
    }

    static JsonNode json(HttpResponse<byte[]> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }

    static void assertProblem(
            HttpResponse<byte[]> response, int status, String name, String inDetail)
            throws Exception {
        JsonNode problem = json(response);
        assertThat(response.statusCode()).as(problem.toString()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(problem.path("type").asText()).isEqualTo("urn:monge:problem:" + name);
        assertThat(problem.path("detail").asText()).contains(inDetail);
    }

    private final class Gated implements PatchSink {
        @Override
        public Mono<Void> send(Patch patch) {
            sent.add(patch);
            return gate.asMono();
        }

        @Override
        public ArrivalLog arrivals(Domain domain) {
            throw new AssertionError("there is no topic");
        }

        @Override
        public ReadingLog log(Domain domain, String reading) {
            throw new IllegalStateException("No folder is read here");
        }

        @Override
        public void close() {}
    }
}
