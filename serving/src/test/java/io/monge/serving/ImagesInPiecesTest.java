package io.monge.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.runtime.kafka.Start;
import io.monge.runtime.kafka.TopicReader;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.schemas.image.ImageAssembly;
import io.monge.schemas.image.ImageParts;
import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.FailureReason;
import io.monge.schemas.record.UpscaleFailure;
import io.monge.schemas.record.UpscaleRequest;
import io.monge.schemas.record.UpscaleResult;
import io.monge.schemas.record.UpscaledImage;
import io.monge.serving.http.SampleImages;
import io.monge.serving.upscale.QueueConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

/** Requests that never become whole or cannot be answered, and results larger than a record. */
class ImagesInPiecesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(8); // of the server
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 28, 1 << 28));

    @TempDir private Path directory;

    private final List<UpscaleResult> results = new CopyOnWriteArrayList<>();
    private Broker broker;
    private ServingService service;
    private Disposable reading;

    @BeforeEach
    void start() {
        broker = new Broker(directory);
        broker.publish(1);
        broker.promote(1);
        service =
                new ServingService(
                        ServingConfigs.of(PATIENCE, QueueConfig.DEFAULT),
                        broker.kafka(),
                        broker.deadLetters(),
                        MetricEmitter.discarding(),
                        new Meters(),
                        SampleImages.ofTheRenderedWorld());
        service.start();
        await().atMost(LONG).until(() -> service.servedVersion().isPresent());
        reading =
                broker.kafka()
                        .source(
                                broker.kafka().topics().upscaleResults(),
                                ReadOptions.from(Start.earliest()),
                                broker.deadLetters())
                        .deliveries()
                        .subscribe(delivery -> results.add(delivery.value()));
    }

    @AfterEach
    void stop() throws Exception {
        reading.dispose();
        service.close();
        broker.close();
    }

    @Test
    void aRequestWhosePiecesDoNotComeIsAnsweredSoAndALargeResultComesInPieces() {
        byte[] image = noise(900);
        send(request("never whole", ImageParts.split(image, 1 << 20).get(0)));
        await().atMost(LONG).until(() -> results.size() == 1);
        UpscaleFailure failure = (UpscaleFailure) results.get(0).getOutcome();
        assertThat(results.get(0).getRequestId()).isEqualTo("never whole");
        assertThat(failure.getReason()).isEqualTo(FailureReason.MALFORMED_IMAGE);
        assertThat(failure.getMessage()).startsWith("1 of ").contains(" pieces came");

        send(ImageParts.requests("large", image, Instant.now()).get(0));

        await().atMost(LONG).until(() -> results.size() > 1 && isLast(results));
        RgbImage large = CODEC.decode(whole(results.subList(1, results.size())));
        assertThat(List.of(large.width(), large.height())).containsExactly(3600, 3600);
    }

    @Test
    void anIdBeyondReasonGoesToTheDeadLettersAndTheNextRequestIsAnswered() {
        byte[] image = noise(8);

        send(ImageParts.requests("x".repeat(1025), image, Instant.now()).get(0));
        send(ImageParts.requests("next", image, Instant.now()).get(0));

        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(deadLetters())
                                        .containsExactly(
                                                "the requestId has 1025 characters; at most 1024"
                                                        + " can be answered"));
        await().atMost(LONG).until(() -> !results.isEmpty());
        assertThat(results).extracting(UpscaleResult::getRequestId).containsExactly("next");
    }

    private List<String> deadLetters() {
        TopicReader<DeadLetter> letters =
                broker.kafka().reader(broker.kafka().topics().deadLetters());
        return letters.newest(9, LONG).stream().map(letter -> letter.value().getReason()).toList();
    }

    private static UpscaleRequest request(String id, ImageParts.Piece piece) {
        return UpscaleRequest.newBuilder()
                .setRequestId(id)
                .setImage(piece.bytes())
                .setRequestedAt(Instant.now())
                .setPart(piece.part().orElseThrow())
                .build();
    }

    private void send(UpscaleRequest request) {
        try (KafkaSink<UpscaleRequest> requests =
                broker.kafka().sink(broker.kafka().topics().upscaleRequests())) {
            requests.send(request.getRequestId(), request).block(LONG);
        }
    }

    private static boolean isLast(List<UpscaleResult> results) {
        UpscaledImage newest = (UpscaledImage) results.get(results.size() - 1).getOutcome();
        return newest.getPart().getIndex() == newest.getPart().getCount() - 1;
    }

    private static byte[] whole(List<UpscaleResult> results) {
        List<UpscaledImage> pieces =
                results.stream().map(result -> (UpscaledImage) result.getOutcome()).toList();
        assertThat(pieces.size()).isGreaterThan(2);
        ImageAssembly assembly = new ImageAssembly(pieces.get(0).getPart(), 1 << 28);
        pieces.forEach(piece -> assembly.add(piece.getPart(), piece.getImage()));
        return assembly.image();
    }

    private static byte[] noise(int side) {
        byte[] pixels = new byte[RgbImage.byteLength(side, side)];
        new Random(side).nextBytes(pixels);
        return CODEC.encodePng(new RgbImage(side, side, pixels));
    }
}
