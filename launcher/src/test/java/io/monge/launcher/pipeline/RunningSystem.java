package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.launcher.demo.AllInOne;
import io.monge.launcher.demo.Foundations;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Setup;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.service.ExitReason;
import io.monge.runtime.service.ServiceRunner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The whole system as the demo runs it, with networks small enough for a test. */
final class RunningSystem implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(120);
    static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 24, 1 << 24));

    static final List<String> SMALL =
            List.of(
                    "--serving.port=0",
                    "--trainer.compute.device=cpu",
                    "--trainer.compute.threads=1",
                    "--serving.compute.device=cpu",
                    "--serving.compute.threads=1",
                    "--trainer.solver.map.blocks=1",
                    "--trainer.solver.map.features=8",
                    "--trainer.solver.potential.size=16",
                    "--trainer.solver.potential.filters=4",
                    "--trainer.solver.potential.maxFilters=16",
                    "--trainer.solver.batchSize=4",
                    "--trainer.reservoir.minimum=16",
                    "--trainer.reservoir.patches=256",
                    "--trainer.publish.every=5",
                    "--trainer.publish.interval=1s",
                    "--trainer.checkpoint.every=10",
                    "--ingest.lr.patch=4",
                    "--ingest.hr.patch=16",
                    "--metrics.windows=2s,10s",
                    "--metrics.grace=1s");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Foundations foundations;
    private final AllInOne system;
    private final ServiceRunner runner;
    private final CompletableFuture<ExitReason> running;

    /**
     * @param more further flags
     */
    RunningSystem(
            Path directory,
            BiFunction<MongeConfig, Path, Foundations> foundation,
            List<String> more) {
        MongeConfig config = config(directory, more);
        foundations = foundation.apply(config, directory);
        system = new AllInOne(config, foundations.kafka(), foundations.meters(), directory);
        runner = new ServiceRunner(system.services(), Duration.ofSeconds(60));
        running = CompletableFuture.supplyAsync(runner::run);
        await().atMost(PATIENCE).until(() -> system.serving().port() > 0 || running.isDone());
    }

    private static MongeConfig config(Path directory, List<String> more) {
        List<String> flags = new ArrayList<>(SMALL);
        Collections.addAll(
                flags,
                "--trainer.checkpoint.directory=" + directory.resolve("checkpoints"),
                "--metrics.stateDirectory=" + directory.resolve("streams"));
        flags.addAll(more);
        return new Setup(flags, Map.of())
                .load(new CommonOptions(), Optional.of("demo"), List.of())
                .root();
    }

    KafkaConnection kafka() {
        return foundations.kafka();
    }

    AllInOne system() {
        return system;
    }

    /** Waits until a version at least this new answers. */
    void awaitServed(long version) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                running.isDone()
                                        || system.serving().servedVersion().orElse(-1) >= version);
        assertThat(running).isNotDone();
    }

    HttpResponse<byte[]> upscale(byte[] body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri("/api/v1/upscale"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
        return new ObjectMapper()
                .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    /** Names of what Prometheus is given. */
    Set<String> series() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/metrics")).build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[ {]")[0])
                .collect(Collectors.toSet());
    }

    static byte[] grey(int width, int height) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        java.util.Arrays.fill(pixels, (byte) 120);
        return CODEC.encodePng(new RgbImage(width, height, pixels));
    }

    /** Of the page and the interface. */
    String address() {
        return "http://127.0.0.1:" + system.serving().port();
    }

    private URI uri(String path) {
        return URI.create(address() + path);
    }

    @Override
    public void close() {
        runner.stop();
        try {
            assertThat(running.join()).isInstanceOf(ExitReason.Stopped.class);
        } finally {
            system.close();
            foundations.close();
        }
    }
}
