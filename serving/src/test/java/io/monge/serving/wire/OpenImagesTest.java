package io.monge.serving.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.runtime.kafka.Delivery;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.KafkaSource;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.schemas.image.ImageParts;
import io.monge.schemas.record.UpscaleRequest;
import io.monge.serving.Broker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

class OpenImagesTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] IMAGE = {1, 2, 3, 4};

    @TempDir private Path directory;

    private final OpenImages images = new OpenImages(new OpenImages.Limits(100, 400, LONG));
    private Broker broker;

    @BeforeEach
    void start() {
        broker = new Broker(directory);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Test
    void anImageOfAnAssignmentThatWasLostIsReadAgainFromItsBeginning() {
        send(ImageParts.split(IMAGE, 2));
        KafkaSource<UpscaleRequest> source = source();
        List<Delivery<UpscaleRequest>> lost = new CopyOnWriteArrayList<>();
        Disposable before = reading(source, lost);
        assertThat(images.take(lost.get(0))).isEmpty();
        before.dispose();
        assertThat(source.awaitClosed(LONG)).isTrue();
        assertThat(lost.get(0).isCurrent()).isFalse();

        List<Delivery<UpscaleRequest>> again = new CopyOnWriteArrayList<>();
        Disposable after = reading(source, again);

        assertThat(images.take(again.get(0))).isEmpty();
        RequestedImage whole = images.take(again.get(1)).orElseThrow();
        assertThat(whole.isCurrent()).isTrue();
        assertThat(whole.records()).isEqualTo(again);
        assertThat(whole.image()).isEqualTo(IMAGE);
        after.dispose();
        assertThat(source.awaitClosed(LONG)).isTrue();
    }

    private KafkaSource<UpscaleRequest> source() {
        return broker.kafka()
                .source(
                        broker.kafka().topics().upscaleRequests(),
                        ReadOptions.from(broker.kafka().group("test")),
                        broker.deadLetters());
    }

    /** Both pieces have come when this returns. */
    private static Disposable reading(
            KafkaSource<UpscaleRequest> source, List<Delivery<UpscaleRequest>> received) {
        Disposable reading = source.deliveries().subscribe(received::add);
        await().atMost(LONG).until(() -> received.size() == 2);
        return reading;
    }

    private void send(List<ImageParts.Piece> pieces) {
        try (KafkaSink<UpscaleRequest> requests =
                broker.kafka().sink(broker.kafka().topics().upscaleRequests())) {
            for (ImageParts.Piece piece : pieces) {
                UpscaleRequest request =
                        UpscaleRequest.newBuilder()
                                .setRequestId("id")
                                .setImage(piece.bytes())
                                .setRequestedAt(Instant.now())
                                .setPart(piece.part().orElseThrow())
                                .build();
                requests.send("id", request).block(LONG);
            }
        }
    }
}
