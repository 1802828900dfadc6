package io.monge.launcher.demo;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.Delivery;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.KafkaSource;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.runtime.kafka.Start;
import io.monge.runtime.service.Health;
import io.monge.runtime.service.Service;
import io.monge.schemas.image.ImageParts;
import io.monge.schemas.record.UpscaleRequest;
import io.monge.schemas.record.UpscaleResult;
import io.monge.schemas.record.UpscaledImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An ordinary client of the Kafka interface: asks every few seconds for the same sample to be
 * upscaled and keeps the newest answer beside bicubic's as files, so that a running demo always has
 * a picture to show.
 */
public final class SampleClient implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(SampleClient.class);
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final String FOLDER = "samples";

    private final KafkaConnection kafka;
    private final RgbImage sample;
    private final ImageCodec codec;
    private final Path directory;
    private final String client = "demo-" + UUID.randomUUID();
    private final AtomicLong answers = new AtomicLong();
    private final List<Disposable> running = new ArrayList<>(); // only start and close
    private final List<AutoCloseable> open = new ArrayList<>(); // only start and close

    /**
     * @param sample a low-resolution image
     * @param directory where {@code samples/} is made
     */
    public SampleClient(KafkaConnection kafka, RgbImage sample, ImageCodec codec, Path directory) {
        this.kafka = kafka;
        this.sample = sample;
        this.codec = codec;
        this.directory = directory.resolve(FOLDER);
    }

    @Override
    public String name() {
        return "samples";
    }

    @Override
    public void start() {
        write("sample.png", codec.encodePng(sample));
        DeadLetters deadLetters = new DeadLetters(kafka, () -> {});
        KafkaSink<UpscaleRequest> requests = kafka.sink(kafka.topics().upscaleRequests());
        KafkaSource<UpscaleResult> results =
                kafka.source(
                        kafka.topics().upscaleResults(),
                        ReadOptions.from(Start.latest()),
                        deadLetters);
        open.addAll(List.of(requests, deadLetters));
        running.add(
                results.deliveries()
                        .subscribe(this::receive, e -> LOG.error("no more samples", e)));
        byte[] png = codec.encodePng(sample);
        running.add(
                Flux.interval(Duration.ofSeconds(1), EVERY)
                        .onBackpressureDrop() // a slow broker means fewer samples, not a backlog of
                        // them
                        .concatMap(tick -> ask(requests, png))
                        .subscribe());
    }

    /** Images that came back. */
    public long answers() {
        return answers.get();
    }

    @Override
    public Health health() {
        return Health.up();
    }

    @Override
    public void close() {
        running.forEach(Disposable::dispose);
        open.forEach(SampleClient::close);
    }

    private Mono<Void> ask(KafkaSink<UpscaleRequest> requests, byte[] png) {
        String id = client + "-" + UUID.randomUUID();
        return Flux.fromIterable(ImageParts.requests(id, png, Instant.now()))
                .concatMap(record -> requests.send(id, record))
                .then()
                .onErrorResume(
                        e -> {
                            LOG.warn("a sample was not asked for: {}", e.getMessage());
                            return Mono.empty();
                        });
    }

    private void receive(Delivery<UpscaleResult> delivery) {
        UpscaleResult result = delivery.value();
        if (result.getRequestId().startsWith(client)
                && result.getOutcome() instanceof UpscaledImage image) {
            byte[] png = new byte[image.getImage().remaining()];
            image.getImage().get(png);
            if (answers.getAndIncrement() == 0) {
                int scale = image.getWidth() / sample.width();
                write("bicubic.png", codec.encodePng(new BicubicResampler(scale).of(sample)));
            }
            write("monge.png", png);
        }
        delivery.acknowledge();
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.createDirectories(directory);
            Path partial = Files.write(directory.resolve("." + name), bytes);
            Files.move(
                    partial,
                    directory.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'%s' cannot be written".formatted(directory.resolve(name)), e);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) { // AutoCloseable declares no narrower type
            LOG.warn("while closing: {}", e.getMessage());
        }
    }
}
