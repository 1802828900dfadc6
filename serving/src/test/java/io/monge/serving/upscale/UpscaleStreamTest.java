package io.monge.serving.upscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.runtime.service.Health;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelFeed;
import io.monge.serving.model.ModelNews;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.VersionShelf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class UpscaleStreamTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 20, 1 << 20));

    private final ModelSlot slot = new ModelSlot();
    private final TileBatcher batcher = new TileBatcher(TileConfig.DEFAULT);
    private final UpscaleQueue queue = new UpscaleQueue(QueueConfig.DEFAULT);
    private final List<Letter.Reply> answers = new ArrayList<>();
    private final Refusals refusals = new Refusals();
    private VersionShelf shelf;
    private VirtualTimeScheduler time;
    private boolean brokerIsAway = true;
    private boolean current = true;

    @BeforeEach
    void takeTheClock() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void close() {
        VirtualTimeScheduler.reset();
        queue.close();
        batcher.close();
        shelf.close();
        slot.close();
    }

    @Test
    void aBrokerThatIsAwayForAnHourDelaysTheAnswerAndEndsNothing() {
        try (UpscaleStream stream = stream()) {
            stream.start();
            time.advanceTimeBy(HOUR);
            assertThat(stream.health().is(Health.State.DEGRADED)).isTrue();
            assertThat(stream.health().reason()).contains("letter", "no broker");

            brokerIsAway = false;
            time.advanceTimeBy(Duration.ofMinutes(2));

            assertThat(answers).hasSize(1);
            assertThat(stream.health().is(Health.State.UP)).isTrue();
        }
    }

    @Test
    void aLetterThatAnotherServerHasTakenOverIsNotAnsweredHere() {
        try (UpscaleStream stream = stream()) {
            stream.start();
            current = false;
            brokerIsAway = false;
            time.advanceTimeBy(HOUR);

            assertThat(stream.health().is(Health.State.DOWN)).isFalse();
            assertThat(answers).hasSizeLessThan(2);
        }
    }

    @Test
    void aLetterThatWaitsForAModelIsNotRefused() {
        brokerIsAway = false;
        try (UpscaleStream stream = stream(CODEC.encodePng(new RgbImage(8, 8, new byte[192])))) {
            stream.start();
            time.advanceTimeBy(HOUR);

            assertThat(answers).isEmpty();
            assertThat(refusals.reasons()).isEmpty();
        }
    }

    /** A letter whose answer is a failure: what matters is its way back. */
    private UpscaleStream stream() {
        return stream(new byte[] {1, 2, 3});
    }

    private UpscaleStream stream(byte[] image) {
        ModelFeed noModels =
                new ModelFeed() {
                    @Override
                    public Flux<ModelNews> news() {
                        return Flux.never();
                    }

                    @Override
                    public byte[] fetch(PublishedModel model) {
                        throw new AssertionError("nothing is asked for");
                    }
                };
        shelf =
                new VersionShelf(
                        slot,
                        new ModelCatalogue(),
                        noModels,
                        (model, snapshot) -> {
                            throw new AssertionError("nothing is loaded");
                        });
        UpscaleDesk desk =
                new UpscaleDesk(CODEC, shelf, new Upscaler(slot, batcher), queue, refusals);
        return new UpscaleStream(() -> Flux.just(new Sent(image)), desk, HOUR, 1);
    }

    private final class Sent implements Letter {
        private final byte[] image;

        Sent(byte[] image) {
            this.image = image;
        }

        @Override
        public String requestId() {
            return "letter";
        }

        @Override
        public byte[] image() {
            return image;
        }

        @Override
        public Mono<Void> answer(Reply reply) {
            return brokerIsAway
                    ? Mono.error(new TimeoutException("no broker"))
                    : Mono.fromRunnable(() -> answers.add(reply));
        }

        @Override
        public boolean isCurrent() {
            return current;
        }
    }
}
