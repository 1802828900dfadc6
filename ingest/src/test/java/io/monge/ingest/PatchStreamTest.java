package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.RgbImage;
import io.monge.ingest.PatchFilter.Duplicates;
import io.monge.ingest.RefusedImages.Reason;
import io.monge.runtime.service.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class PatchStreamTest {

    private final Scheduler scheduler = Schedulers.newSingle("feed");
    private final RefusedImages refused = new RefusedImages();
    private final AtomicInteger decoded = new AtomicInteger();

    /** Endless images, each counted when it is made. */
    private final ImageSource endless =
            () ->
                    Flux.generate(
                            sink -> {
                                int n = decoded.incrementAndGet();
                                sink.next(new SourceImage("i" + n, 0, Samples.image(20, 20, n)));
                            });

    @AfterEach
    void stop() {
        scheduler.dispose();
    }

    @Test
    void decodingFollowsDemandAndIsNeverMoreThanOneImageAhead() {
        StepVerifier.create(stream(8, 4, 0).of(endless), 0)
                .then(this::untilTheFeedIsIdle)
                .then(() -> assertThat(decoded.get()).isLessThanOrEqualTo(1))
                .thenRequest(6)
                .expectNextCount(6)
                .then(this::untilTheFeedIsIdle)
                .then(() -> assertThat(decoded.get()).isBetween(2, 3))
                .thenRequest(10)
                .expectNextCount(10)
                .then(this::untilTheFeedIsIdle)
                .then(() -> assertThat(decoded.get()).isBetween(4, 5))
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void aSinkThatStopsAskingStopsTheDecoder() {
        AtomicInteger handedOver = new AtomicInteger();
        PatchSink stalled =
                sink(patch -> Mono.<Void>never().doOnSubscribe(s -> handedOver.incrementAndGet()));
        IngestMeter meter = new IngestMeter(measurement -> {}, refused);
        Feed feed =
                new Feed(
                        Domain.LR,
                        stream(8, 4, 0).of(endless),
                        Dispatch.each(stalled),
                        meter,
                        scheduler);

        Awaitility.await().until(() -> handedOver.get() == Dispatch.IN_FLIGHT);
        untilTheFeedIsIdle();

        assertThat(handedOver).hasValue(Dispatch.IN_FLIGHT);
        assertThat(decoded.get()).isLessThanOrEqualTo(Dispatch.IN_FLIGHT / 4 + 1);
        assertThat(meter.total(Domain.LR)).isZero();
        assertThat(feed.health().is(Health.State.UP)).isTrue();
    }

    @Test
    void decodingAndCuttingStayOnTheFeedsThread() {
        ImageSource source =
                () -> endless.images().doOnNext(i -> assertThat(threadName()).startsWith("feed"));

        StepVerifier.create(stream(8, 4, 20).of(source))
                .thenConsumeWhile(patch -> threadName().startsWith("feed"))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void theLimitEndsTheStreamExactly() {
        List<Patch> patches =
                stream(8, 4, 10).of(endless).collectList().block(Duration.ofSeconds(10));

        assertThat(patches).hasSize(10);
        assertThat(patches)
                .extracting(Patch::imageId)
                .containsExactly("i1", "i1", "i1", "i1", "i2", "i2", "i2", "i2", "i3", "i3");
    }

    @Test
    void aPatchIsThePlaceOfItsImageThatItSays() {
        RgbImage image = Samples.image(30, 20, 5);
        ImageSource one = () -> Flux.just(new SourceImage("one", 0, image));

        List<Patch> patches = stream(8, 50, 0).of(one).collectList().block(Duration.ofSeconds(10));

        assertThat(patches)
                .hasSize(50)
                .allSatisfy(
                        p -> {
                            assertThat(p.domain()).isEqualTo(Domain.LR);
                            assertThat(p.crop().image())
                                    .isEqualTo(image.crop(p.crop().left(), p.crop().top(), 8, 8));
                        });
    }

    @Test
    void anotherShowingOfAnImageGivesOtherCrops() {
        RgbImage image = Samples.image(64, 64, 5);
        ImageSource twice =
                () -> Flux.just(new SourceImage("one", 0, image), new SourceImage("one", 1, image));

        List<Patch> patches =
                stream(8, 10, 0).of(twice).collectList().block(Duration.ofSeconds(10));

        assertThat(patches.subList(0, 10))
                .extracting(Patch::crop)
                .isNotEqualTo(patches.subList(10, 20).stream().map(Patch::crop).toList());
    }

    @Test
    void imagesSmallerThanAPatchAreCountedAndPassedOver() {
        ImageSource mixed =
                () ->
                        Flux.just(
                                new SourceImage("small", 0, Samples.image(7, 30, 1)),
                                new SourceImage("large", 0, Samples.image(8, 8, 1)));

        List<Patch> patches = stream(8, 1, 0).of(mixed).collectList().block(Duration.ofSeconds(10));

        assertThat(patches).extracting(Patch::imageId).containsExactly("large");
        assertThat(refused.counts()).containsExactly(Map.entry(Reason.TOO_SMALL, 1L));
    }

    @Test
    void patchesWithoutContrastAreLeftOutAndAnImageOfSuchIsRefused() {
        ImageSource source =
                () ->
                        Flux.just(
                                new SourceImage("half", 0, halfFlat()),
                                new SourceImage(
                                        "flat", 0, new RgbImage(64, 64, new byte[3 * 4096])));
        FeedConfig config = filtered(new PatchFilter(0.1, 0, Duplicates.KEEP), 40);

        List<Patch> patches = patches(config, source);

        assertThat(patches).hasSizeBetween(10, 35).allMatch(p -> p.crop().left() > 32 - 8);
        assertThat(refused.counts()).containsExactly(Map.entry(Reason.FEATURELESS, 1L));
    }

    @Test
    void sharpnessIsTheMeanDifferenceOfNeighbours() {
        byte[] stripes = new byte[3 * 64];
        for (int i = 0; i < 64; i++) {
            Arrays.fill(stripes, 3 * i, 3 * i + 3, (byte) (i % 2 == 0 ? 255 : 0)); // of one column
        }
        RgbImage patch = new RgbImage(8, 8, stripes); // 56 pairs of difference 1, 56 of none

        assertThat(new PatchFilter(0, 0.5, Duplicates.KEEP).accepts(patch)).isTrue();
        assertThat(new PatchFilter(0, 0.501, Duplicates.KEEP).accepts(patch)).isFalse();
        assertThat(new PatchFilter(0.5, 0, Duplicates.KEEP).accepts(patch)).isTrue();
    }

    @Test
    void anImageWithThePixelsOfAnotherIsLeftOutButNotOneThatIsShownAgain() {
        RgbImage image = Samples.image(16, 16, 1);
        ImageSource source =
                () ->
                        Flux.just(
                                new SourceImage("a", 0, image),
                                new SourceImage("b", 0, image),
                                new SourceImage("a", 1, image),
                                new SourceImage("c", 0, Samples.image(16, 16, 2)));

        List<Patch> patches = patches(filtered(new PatchFilter(0, 0, Duplicates.DROP), 4), source);

        assertThat(patches).extracting(Patch::imageId).containsOnly("a", "c").hasSize(12);
        assertThat(refused.counts()).containsExactly(Map.entry(Reason.DUPLICATE, 1L));
    }

    @Test
    void anImageWhoseContentIsKnownIsNotLookedAtAgain() {
        FileStamp stamp = new FileStamp(1, Instant.EPOCH);
        ImagePosition a = new ImagePosition("a", stamp, 0, 0, 77);
        ImagePosition b = new ImagePosition("b", stamp, 0, 0, 77);
        ImageSource source =
                () ->
                        Flux.just(
                                new SourceImage(a, Samples.image(16, 16, 1)),
                                new SourceImage(b, Samples.image(16, 16, 2)));

        List<Patch> patches = patches(filtered(new PatchFilter(0, 0, Duplicates.DROP), 4), source);

        assertThat(patches).extracting(Patch::imageId).containsOnly("a");
        assertThat(patches.get(0).reached().orElseThrow().content()).isEqualTo(77);
        assertThat(refused.counts()).containsExactly(Map.entry(Reason.DUPLICATE, 1L));
    }

    private List<Patch> patches(FeedConfig config, ImageSource source) {
        return new PatchStream(Domain.LR, config, new SeenContents(), refused, scheduler)
                .of(source)
                .collectList()
                .block(Duration.ofSeconds(10));
    }

    private static FeedConfig filtered(PatchFilter filter, int patchesPerImage) {
        return new FeedConfig(new SourceSpec.Synthetic(), 8, patchesPerImage, 0, 0, filter);
    }

    /** Black on the left, noise on the right. */
    private static RgbImage halfFlat() {
        byte[] pixels = Samples.image(64, 64, 1).pixels().clone();
        for (int y = 0; y < 64; y++) {
            Arrays.fill(pixels, 3 * 64 * y, 3 * (64 * y + 32), (byte) 0);
        }
        return new RgbImage(64, 64, pixels);
    }

    private PatchStream stream(int patch, int patchesPerImage, long limit) {
        FeedConfig config = Samples.feed(new SourceSpec.Synthetic(), patch, patchesPerImage, limit);
        return new PatchStream(Domain.LR, config, new SeenContents(), refused, scheduler);
    }

    /** Waits until everything that has been put on the feed's thread so far is done. */
    private void untilTheFeedIsIdle() {
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Void> reached = new CompletableFuture<>();
            scheduler.schedule(() -> reached.complete(null));
            reached.join();
        }
    }

    static PatchSink sink(Function<Patch, Mono<Void>> send) {
        return new PatchSink() {
            @Override
            public Mono<Void> send(Patch patch) {
                return send.apply(patch);
            }

            @Override
            public ArrivalLog arrivals(Domain domain) {
                throw new AssertionError("there is no topic");
            }

            @Override
            public ReadingLog log(Domain domain, String reading) {
                return new MemoryLog(send);
            }

            @Override
            public void close() {}
        };
    }

    private static String threadName() {
        return Thread.currentThread().getName();
    }
}
