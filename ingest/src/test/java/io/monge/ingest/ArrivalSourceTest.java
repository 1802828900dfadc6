package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ArrivalSourceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Scheduler feed = Schedulers.newSingle("feed");
    private final Scheduler decoders = Schedulers.newParallel("decode", Decoding.THREADS);
    private final RefusedImages refused = new RefusedImages();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        feed.dispose();
        decoders.dispose();
    }

    @Test
    void imagesAreDecodedSideBySideAndShownInTheirOrder() {
        assumeTrue(Decoding.THREADS > 1, "one processor decodes one image at a time");
        CountDownLatch second = new CountDownLatch(1);
        ArrivedImage slow = image("slow", () -> after(second, Samples.png(16, 1)));
        ArrivedImage fast =
                image(
                        "fast",
                        () -> {
                            second.countDown();
                            return Samples.png(16, 2);
                        });

        StepVerifier.create(source(slow, fast).images().map(SourceImage::id))
                .expectNext("slow", "fast")
                .expectComplete()
                .verify(DEADLINE);
    }

    @Test
    void whatCannotBeDecodedIsToldWhyAndWhoHasGoneIsPassedOver() {
        ArrivedImage text = image("text", () -> "to do".getBytes(StandardCharsets.UTF_8));
        ArrivedImage good = image("good", () -> Samples.png(16, 3));

        StepVerifier.create(source(text, gone(), good).images().map(SourceImage::id))
                .expectNext("good")
                .expectComplete()
                .verify(DEADLINE);

        assertThat(told).singleElement().asString().startsWith("text MALFORMED The bytes are no");
        assertThat(refused.total()).isEqualTo(1);
    }

    @Test
    void noMoreIsTakenThanIsDecodedAndWaits() {
        Flux<ArrivedImage> endless =
                Flux.generate(sink -> sink.next(image("n", () -> Samples.png(16, 4))));
        List<Long> requested = new CopyOnWriteArrayList<>();
        ImageSource source = source(endless.doOnRequest(requested::add));

        StepVerifier.create(source.images(), 0).thenAwait().thenCancel().verify(DEADLINE);

        // Two a thread in the window, and one a thread and one more before it.
        assertThat(requested.stream().mapToLong(Long::longValue).sum())
                .isBetween((long) Decoding.THREADS, 3 * Decoding.THREADS + 1L);
    }

    private ImageSource source(ArrivedImage... images) {
        return source(Flux.just(images));
    }

    private ImageSource source(Flux<ArrivedImage> images) {
        return new ArrivalSource(
                Domain.LR, images, Samples.CODEC, refused, new Decoding(feed, decoders, 1));
    }

    private static byte[] after(CountDownLatch latch, byte[] bytes) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
            return bytes;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ArrivedImage gone() {
        return new Told("gone", () -> new byte[0]) {
            @Override
            public boolean isAwaited() {
                return false;
            }
        };
    }

    private ArrivedImage image(String id, Supplier<byte[]> bytes) {
        return new Told(id, bytes);
    }

    private class Told implements ArrivedImage {
        private final String id;
        private final Supplier<byte[]> bytes;

        Told(String id, Supplier<byte[]> bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public byte[] encoded() {
            return bytes.get();
        }

        @Override
        public void acknowledge(CutImage cut) {
            told.add(id + " " + cut);
        }

        @Override
        public void refuse(RefusedImages.Reason reason, String message) {
            told.add(id + " " + reason + " " + message);
        }
    }
}
