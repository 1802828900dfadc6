package io.monge.serving.http;

import io.monge.http.HttpConfig;
import io.monge.http.HttpListener;
import io.monge.http.Route;
import io.monge.http.SettingNames;
import io.monge.http.TlsConfig;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.service.Health;
import io.monge.schemas.snapshot.CorruptSnapshotException;
import io.monge.serving.TestMap;
import io.monge.serving.dashboard.AlarmBoard;
import io.monge.serving.dashboard.MetricBoard;
import io.monge.serving.dashboard.RecentPatches;
import io.monge.serving.dashboard.StatusBoard;
import io.monge.serving.dashboard.TransportBoard;
import io.monge.serving.dashboard.WindowHistory;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelFeed;
import io.monge.serving.model.ModelNews;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.VersionShelf;
import io.monge.serving.upscale.QueueConfig;
import io.monge.serving.upscale.Refusals;
import io.monge.serving.upscale.Ticket;
import io.monge.serving.upscale.TileBatcher;
import io.monge.serving.upscale.TileConfig;
import io.monge.serving.upscale.TileMode;
import io.monge.serving.upscale.UpscaleDesk;
import io.monge.serving.upscale.UpscaleQueue;
import io.monge.serving.upscale.Upscaler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The whole HTTP interface on a free port, without Kafka and without a network. */
final class TestServer implements AutoCloseable {

    static final long MAX_BODY_BYTES = 1 << 20;
    static final SettingNames NAMES = new SettingNames("serving", "serving.port (--port)");
    static final long MAX_PIXELS = 1 << 18;
    static final long LOST = 66;

    final ModelSlot slot = new ModelSlot();
    final ModelCatalogue catalogue = new ModelCatalogue();
    final MetricBoard board = new MetricBoard();
    final WindowHistory history = new WindowHistory();
    final Meters meters = new Meters();
    final AlarmBoard alarms = new AlarmBoard();
    final Patches patches = new Patches();
    final Refusals refusals = new Refusals();
    final UpscaleQueue queue;
    final StatusBoard statuses;
    final VersionShelf shelf =
            new VersionShelf(
                    slot, catalogue, new NoFeed(), (model, bytes) -> TestMap.free(bytes[0]));
    final TileBatcher batcher = new TileBatcher(new TileConfig(64, 8, 2, 1 << 30));
    final HttpListener listener;
    private final ApiConfig config;
    private final HttpApi.Parts parts;
    private final OpenApi contract = OpenApi.read();
    final HttpClient client = HttpClient.newHttpClient();
    volatile Health health = Health.up();

    TestServer() {
        this("", new QueueConfig(1, 1 << 16, Duration.ofSeconds(1)));
    }

    TestServer(String token, QueueConfig queueConfig) {
        this(token, TlsConfig.NONE, queueConfig);
    }

    TestServer(String token, TlsConfig tls, QueueConfig queueConfig) {
        queue = new UpscaleQueue(queueConfig);
        statuses = new StatusBoard(slot, catalogue, queue);
        statuses.start();
        Upscaler upscaler = new Upscaler(slot, batcher);
        UpscaleDesk desk =
                new UpscaleDesk(
                        new ImageCodec(new ImageLimits(MAX_BODY_BYTES, MAX_PIXELS)),
                        shelf,
                        upscaler,
                        queue,
                        refusals);
        config =
                new ApiConfig(
                        new HttpConfig(
                                "127.0.0.1",
                                0,
                                token,
                                tls,
                                List.of("https://friend.example"),
                                NAMES),
                        MAX_BODY_BYTES,
                        Duration.ofSeconds(30));
        parts =
                new HttpApi.Parts(
                        desk,
                        slot,
                        catalogue,
                        (model, by, reason) ->
                                Mono.fromCallable(() -> promoted(model.version(), by, reason)),
                        board,
                        history,
                        statuses,
                        SampleImages.ofTheRenderedWorld(),
                        new TransportBoard(
                                patches,
                                patch ->
                                        upscaler.upscale(
                                                patch,
                                                TileMode.BLENDED,
                                                new Ticket(Duration.ofSeconds(30))),
                                Clock.systemUTC()),
                        alarms,
                        meters,
                        () -> health);
        listener = HttpApi.open(config, parts);
    }

    HttpApi.Parts parts() {
        return parts;
    }

    List<Route> routes() {
        return HttpApi.routes(config, parts);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.port() + path);
    }

    HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    /** The answer, which is one that openapi.yaml promises. */
    HttpResponse<byte[]> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        contract.check(response);
        return response;
    }

    /** A PNG of random pixels: nothing compresses it, and every mistake shows. */
    static byte[] png(int width, int height) {
        return codec().encodePng(noise(width, height));
    }

    static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        new Random(width * 31L + height).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    static ImageCodec codec() {
        return new ImageCodec(new ImageLimits(1 << 26, 1 << 26));
    }

    @Override
    public void close() {
        listener.close();
        statuses.close();
        queue.close();
        batcher.close();
        shelf.close();
        slot.close();
    }

    private Promotion promoted(long version, Promotion.By by, String reason) {
        Promotion promotion = new Promotion("monge", version, by, reason, Instant.now());
        catalogue.promoted(promotion);
        return promotion;
    }

    /** Patches of noise, LR of 16 px and HR of 32 px; none until told. */
    static final class Patches implements RecentPatches {
        volatile boolean arrived;

        @Override
        public List<RgbImage> lr(int count) {
            return arrived ? Collections.nCopies(count, noise(16, 16)) : List.of();
        }

        @Override
        public List<RgbImage> hr(int count) {
            return arrived ? Collections.nCopies(count, noise(32, 32)) : List.of();
        }
    }

    /** The version is the only byte of its snapshot; that of version 66 is lost. */
    private static final class NoFeed implements ModelFeed {
        @Override
        public Flux<ModelNews> news() {
            return Flux.never();
        }

        @Override
        public byte[] fetch(PublishedModel model) {
            if (model.version() == LOST) {
                throw new CorruptSnapshotException(
                        CorruptSnapshotException.Problem.INCOMPLETE, "chunk 1 of 1 is missing");
            }
            return new byte[] {(byte) model.version()};
        }
    }
}
