package io.monge.launcher.bench;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SnapshotCodec;
import io.monge.ot.snapshot.SpecJson;
import io.monge.ot.tensor.Compute;
import io.monge.serving.ServingConfig;
import io.monge.serving.SoloServing;
import io.monge.serving.model.FrozenMapLoader;
import io.monge.serving.model.LoadedMap;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.ServedModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A server of one map in this process, and clients that ask it over the loopback interface. */
final class ServeBenchmark implements AutoCloseable {
    private static final int PASSES = 7;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final SoloServing serving;
    private final LoadedMap map;
    private final RgbImage image;
    private final HttpRequest request;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * Times of one image and of many.
     *
     * @param forwardMillis median of the bare forward pass
     * @param pipelineMillis median over HTTP, one client, interleaved with the passes
     * @param requestsPerSecond of all clients together
     * @param requestsPerSecondSingle of one client
     * @param p50Millis with all clients
     * @param p99Millis with all clients
     * @param refused requests that the queue did not take
     */
    record Result(
            double forwardMillis,
            double pipelineMillis,
            double requestsPerSecond,
            double requestsPerSecondSingle,
            double p50Millis,
            double p99Millis,
            long refused) {

        /** What the pipeline adds, as a share of the forward pass. */
        double overhead() {
            return pipelineMillis / forwardMillis - 1;
        }
    }

    /** What clients saw in one load. */
    private record Load(List<Double> millis, long refused, double seconds) {
        double perSecond() {
            return millis.size() / seconds;
        }
    }

    private ServeBenchmark(SoloServing serving, LoadedMap map, int size) {
        this.serving = serving;
        this.map = map;
        this.image = picture(size);
        byte[] png = new ImageCodec(new ImageLimits(1 << 30, 1 << 28)).encodePng(image);
        this.request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + serving.port() + "/api/v1/upscale"))
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(png))
                        .build();
    }

    static ServeBenchmark open(ModelSnapshot snapshot, Compute compute, int size) {
        SoloServing serving = SoloServing.open(ServingConfig.defaults().onPort(0));
        ServedModel model = served(snapshot);
        LoadedMap map =
                new FrozenMapLoader(compute)
                        .load(model.published(), SnapshotCodec.encode(snapshot));
        serving.slot().swap(model, map);
        return new ServeBenchmark(serving, map, size);
    }

    /** One pass and one request warm up. */
    Result run(int clients, int seconds)
            throws IOException, InterruptedException, ExecutionException {
        List<Double> forward = new ArrayList<>();
        List<Double> pipeline = new ArrayList<>();
        for (int i = 0; i <= PASSES; i++) {
            double bare = millis(() -> map.upscale(List.of(image)));
            double whole = millis(this::ask);
            if (i > 0) {
                forward.add(bare);
                pipeline.add(whole);
            }
        }
        Load single = load(1, seconds);
        Load many = load(clients, seconds);
        return new Result(
                quantile(forward, 0.5),
                quantile(pipeline, 0.5),
                many.perSecond(),
                single.perSecond(),
                quantile(many.millis(), 0.5),
                quantile(many.millis(), 0.99),
                many.refused());
    }

    @Override
    public void close() {
        serving.close();
    }

    private Load load(int clients, int seconds) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long start = System.nanoTime();
        long end = start + Duration.ofSeconds(seconds).toNanos();
        List<Future<Load>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            running.add(threads.submit(() -> until(end)));
        }
        List<Double> millis = new ArrayList<>();
        long refused = 0;
        for (Future<Load> one : running) {
            millis.addAll(one.get().millis());
            refused += one.get().refused();
        }
        threads.shutdown();
        return new Load(millis, refused, (System.nanoTime() - start) / 1e9);
    }

    private Load until(long end) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        long refused = 0;
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            if (ask()) {
                millis.add((System.nanoTime() - start) / 1e6);
            } else {
                refused++;
            }
        }
        return new Load(millis, refused, 0);
    }

    private boolean ask() throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != OK && response.statusCode() != TOO_MANY) {
            throw new IllegalStateException(
                    "the server answered %d: %s"
                            .formatted(response.statusCode(), new String(response.body())));
        }
        return response.statusCode() == OK;
    }

    private static double millis(Callable<?> work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try {
            work.call();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static double quantile(List<Double> millis, double share) {
        if (millis.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    /** Smooth with some noise: compresses as photographs do. */
    private static RgbImage picture(int size) {
        Random random = new Random(1);
        byte[] pixels = new byte[RgbImage.byteLength(size, size)];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / RgbImage.CHANNELS % size;
            int y = i / RgbImage.CHANNELS / size;
            double wave = Math.sin(x * 0.13 + i % RgbImage.CHANNELS) + Math.cos(y * 0.11);
            pixels[i] = (byte) (128 + 50 * wave + 4 * random.nextGaussian());
        }
        return new RgbImage(size, size, pixels);
    }

    private static ServedModel served(ModelSnapshot snapshot) {
        PublishedModel published =
                new PublishedModel(
                        "bench",
                        snapshot.iteration(),
                        new PublishedModel.Origin("bench", snapshot.iteration(), Optional.empty()),
                        OptionalLong.empty(),
                        SpecJson.of(snapshot.map()),
                        snapshot.scale(),
                        "none",
                        "none",
                        "none",
                        Map.of(),
                        Instant.now(),
                        new PublishedModel.SnapshotLocation(0, 0, 1, 0, ""));
        Promotion promotion =
                new Promotion(
                        "bench",
                        snapshot.iteration(),
                        Promotion.By.OPERATOR,
                        "to be measured",
                        Instant.now());
        return new ServedModel(published, promotion, Instant.now());
    }
}
