package io.monge.launcher.bench;

import com.sun.management.OperatingSystemMXBean;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.imaging.scene.ScenePainter;
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
import java.lang.management.ManagementFactory;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/** A server of one map in this process, and clients that ask it over the loopback interface. */
final class ServeBenchmark implements AutoCloseable {
    private static final int WARM_UP = 3;
    private static final int PASSES = 7;
    private static final int LEAST_SCENE = 16; // px
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
     * @param processor the same in time of all processors, which a busy machine falsifies less
     * @param requestsPerSecond of all clients together
     * @param requestsPerSecondSingle of one client
     * @param p50Millis with all clients
     * @param p99Millis with all clients
     * @param refused requests that the queue did not take
     */
    record Result(
            double forwardMillis,
            double pipelineMillis,
            Processor processor,
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

    /** Medians of what the whole process takes meanwhile. */
    record Processor(double forwardMillis, double pipelineMillis) {
        double overhead() {
            return pipelineMillis / forwardMillis - 1;
        }
    }

    /** On the clock, and of all processors. */
    private record Spent(double millis, double processorMillis) {}

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

    /** The first passes and requests warm up. */
    Result run(int clients, int seconds)
            throws IOException, InterruptedException, ExecutionException {
        List<Spent> forward = new ArrayList<>();
        List<Spent> pipeline = new ArrayList<>();
        for (int i = 0; i < WARM_UP + PASSES; i++) {
            Spent bare = spent(() -> map.upscale(List.of(image)));
            Spent whole = spent(this::ask);
            if (i >= WARM_UP) {
                forward.add(bare);
                pipeline.add(whole);
            }
        }
        Load single = load(1, seconds);
        Load many = load(clients, seconds);
        return new Result(
                median(forward, Spent::millis),
                median(pipeline, Spent::millis),
                new Processor(
                        median(forward, Spent::processorMillis),
                        median(pipeline, Spent::processorMillis)),
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

    private static Spent spent(Callable<?> work) throws IOException, InterruptedException {
        long processor = processorNanos();
        long start = System.nanoTime();
        try {
            work.call();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return new Spent((System.nanoTime() - start) / 1e6, (processorNanos() - processor) / 1e6);
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static double median(List<Spent> all, ToDoubleFunction<Spent> what) {
        return quantile(all.stream().map(what::applyAsDouble).toList(), 0.5);
    }

    private static double quantile(List<Double> millis, double share) {
        if (millis.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    /** A rendered scene: shapes, textures and text. */
    private static RgbImage picture(int size) {
        return new ScenePainter(Math.max(size, LEAST_SCENE)).paint(1).crop(0, 0, size, size);
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
