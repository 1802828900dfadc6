package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.monge.imaging.ImageEncoding;
import io.monge.imaging.ImageFormat;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.Picture;
import io.monge.imaging.RgbImage;
import io.monge.ingest.SourceSpec.Condition;
import io.monge.ingest.SourceSpec.Passes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class DirectorySourceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir Path folder;
    private final Scheduler scheduler = Schedulers.newSingle("feed");
    private final RefusedImages refused = new RefusedImages();

    @AfterEach
    void stop() {
        scheduler.dispose();
    }

    @Test
    void whatIsNoImageIsCountedByReasonAndTheRestGoesThrough() {
        byte[] good = Samples.png(16, 1);
        Samples.write(folder.resolve("a/good.png"), good);
        Samples.write(folder.resolve("also-good.bmp"), Samples.png(16, 2)); // told by its bytes
        Samples.write(folder.resolve("notes.txt"), "to do".getBytes(StandardCharsets.UTF_8));
        Samples.write(folder.resolve("empty.png"), new byte[0]);
        Samples.write(folder.resolve("letter.jpg"), "Dear all".getBytes(StandardCharsets.UTF_8));
        Samples.write(folder.resolve("half.png"), Arrays.copyOf(good, good.length / 2));
        Samples.write(folder.resolve("cut.gif"), "GIF89a".getBytes(StandardCharsets.UTF_8));
        Samples.write(folder.resolve("scan.tiff"), new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0});
        Samples.write(folder.resolve("huge.png"), new byte[1_000_001]);
        Samples.write(folder.resolve("wide.png"), Samples.png(501, 3));

        List<String> ids =
                source(Passes.ONCE).images().map(SourceImage::id).collectList().block(DEADLINE);

        assertThat(ids).containsExactly("a/good.png", "also-good.bmp");
        assertThat(refused.counts())
                .isEqualTo(
                        Map.of(
                                RefusedImages.Reason.MALFORMED, 4L,
                                RefusedImages.Reason.UNSUPPORTED, 1L,
                                RefusedImages.Reason.TOO_LARGE, 2L));
    }

    @Test
    void thePartsOfAFolderHaveNoImageInCommonAndAreTheWhole() {
        for (int i = 0; i < 40; i++) {
            Samples.write(folder.resolve(i + ".png"), Samples.png(16, i));
        }

        List<String> first = shown("1/3", Condition.AS_IS).keySet().stream().toList();
        List<String> second = shown("2/3", Condition.AS_IS).keySet().stream().toList();
        List<String> third = shown("3/3", Condition.AS_IS).keySet().stream().toList();

        assertThat(first).doesNotContainAnyElementsOf(second).hasSizeBetween(5, 25);
        assertThat(third).doesNotContainAnyElementsOf(second).doesNotContainAnyElementsOf(first);
        assertThat(first.size() + second.size() + third.size()).isEqualTo(40);
    }

    @Test
    void degradedImagesAreSmallerAndTheSameInTheSamePass() {
        Samples.write(folder.resolve("a.png"), Samples.png(64, 1));
        Samples.write(folder.resolve("tiny.png"), Samples.png(3, 1));

        Map<String, RgbImage> once = shown("1/1", Condition.DEGRADED);
        Map<String, RgbImage> again = shown("1/1", Condition.DEGRADED);

        assertThat(once.keySet()).containsExactly("a.png");
        assertThat(once.get("a.png").width()).isEqualTo(16);
        assertThat(again).isEqualTo(once);
        assertThat(refused.counts()).isEqualTo(Map.of(RefusedImages.Reason.TOO_SMALL, 2L));
    }

    @Test
    void degradedDuplicatesAreToldByTheImageAsItWas() {
        Samples.write(folder.resolve("a.png"), Samples.png(64, 1));
        Samples.write(folder.resolve("b.png"), Samples.png(64, 1));
        PatchFilter drop = new PatchFilter(0, 0, PatchFilter.Duplicates.DROP);
        SourceSpec.Directory spec = spec("1/1", Condition.DEGRADED);

        List<SourceImage> images =
                source(spec, new FeedConfig(spec, 8, 1, 0, 0, drop))
                        .images()
                        .collectList()
                        .block(DEADLINE);

        assertThat(images)
                .extracting(shown -> shown.position().orElseThrow().content())
                .hasSize(2)
                .containsOnly(SeenContents.contentOf(Samples.image(64, 64, 1)));
        assertThat(images.get(0).image()).isNotEqualTo(images.get(1).image());
    }

    @Test
    void aPartThatIsNoneIsRefusedInWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FolderPart.parse("3/2"))
                .withMessage("part is '3/2', must be such as 1/2: the first of two");
    }

    private Map<String, RgbImage> shown(String part, Condition condition) {
        SourceSpec.Directory spec = spec(part, condition);
        return source(spec, Samples.feed(spec, 1, 1, 0))
                .images()
                .collectMap(SourceImage::id, SourceImage::image)
                .block(DEADLINE);
    }

    private SourceSpec.Directory spec(String part, Condition condition) {
        return new SourceSpec.Directory(
                folder,
                Passes.ONCE,
                Duration.ofMillis(20),
                Duration.ZERO,
                Optional.empty(),
                Optional.of(part),
                Optional.of(condition));
    }

    private DirectorySource source(SourceSpec.Directory spec, FeedConfig feed) {
        return new DirectorySource(
                Domain.HR,
                Samples.subject(spec, feed, Samples.LIMITS),
                Reading.fresh(Passes.ONCE, 1),
                refused,
                new FolderProgress(0),
                new Decoding(scheduler, Schedulers.parallel()));
    }

    @Test
    void everyEnabledFormatIsReadWhateverTheCaseOfItsName() {
        RgbImage image = Samples.image(16, 16, 1);
        Picture picture = Samples.CODEC.picture(Samples.png(16, 1));
        Samples.write(folder.resolve("a.JPG"), Samples.CODEC.encodeJpeg(image, 90));
        Samples.write(folder.resolve("b.jpeg"), Samples.CODEC.encodeJpeg(image, 90));
        Samples.write(folder.resolve("c.png"), Samples.png(16, 1));
        Samples.write(
                folder.resolve("d.WebP"),
                Samples.CODEC.encode(picture, ImageEncoding.of(ImageFormat.WEBP, 90)));
        Samples.write(folder.resolve("e.gif"), Samples.written(image, "gif"));
        Samples.write(folder.resolve("f.bmp"), Samples.written(image, "bmp"));
        Samples.write(folder.resolve("g.TIFF"), Samples.written(image, "tiff"));

        List<SourceImage> images =
                source(Passes.ONCE, new ImageLimits(1_000_000, 250_000, ImageFormat.ALL))
                        .images()
                        .collectList()
                        .block(DEADLINE);

        assertThat(images)
                .extracting(SourceImage::id)
                .containsExactly("a.JPG", "b.jpeg", "c.png", "d.WebP", "e.gif", "f.bmp", "g.TIFF");
        assertThat(images).allMatch(shown -> shown.image().width() == 16);
        assertThat(refused.total()).isZero();
    }

    @Test
    void watchModePicksUpANewFileAndAFileThatIsCompletedLater() {
        byte[] whole = Samples.png(16, 2);
        Samples.write(folder.resolve("first.png"), Samples.png(16, 1));
        Samples.write(folder.resolve("slow.png"), Arrays.copyOf(whole, 100));
        List<String> seen = new CopyOnWriteArrayList<>();
        Disposable watching =
                source(Passes.WATCH)
                        .images()
                        .subscribeOn(scheduler)
                        .subscribe(image -> seen.add(image.id()));

        Awaitility.await().atMost(DEADLINE).until(() -> refused.total() == 1);
        Samples.write(folder.resolve("new/second.png"), Samples.png(16, 3));
        Awaitility.await().atMost(DEADLINE).until(() -> seen.contains("new/second.png"));
        Samples.write(folder.resolve("slow.png"), whole);
        Awaitility.await().atMost(DEADLINE).until(() -> seen.contains("slow.png"));

        assertThat(seen).containsExactly("first.png", "new/second.png", "slow.png");
        watching.dispose();
    }

    @Test
    void loopModeShowsTheFolderAgainAsAnotherShowing() {
        Samples.write(folder.resolve("a.png"), Samples.png(16, 1));
        Samples.write(folder.resolve("b.png"), Samples.png(16, 2));

        List<SourceImage> images =
                source(Passes.LOOP)
                        .images()
                        .subscribeOn(scheduler)
                        .take(5)
                        .collectList()
                        .block(DEADLINE);

        assertThat(images)
                .extracting(image -> image.id() + " " + image.showing())
                .containsExactly("a.png 0", "b.png 0", "a.png 1", "b.png 1", "a.png 2");
    }

    @Test
    void anImageSmallerThanAPatchIsRefusedOnceHoweverManyPassesThereAre() {
        Samples.write(folder.resolve("large.png"), Samples.png(8, 1));
        Samples.write(folder.resolve("small.png"), Samples.png(7, 2));

        List<String> ids =
                source(Passes.LOOP, Samples.LIMITS, 8)
                        .images()
                        .subscribeOn(scheduler)
                        .map(SourceImage::id)
                        .take(5)
                        .collectList()
                        .block(DEADLINE);

        assertThat(ids).hasSize(5).containsOnly("large.png");
        assertThat(refused.counts()).isEqualTo(Map.of(RefusedImages.Reason.TOO_SMALL, 1L));
    }

    private DirectorySource source(Passes passes) {
        return source(passes, Samples.LIMITS);
    }

    private DirectorySource source(Passes passes, ImageLimits limits) {
        return source(passes, limits, 1);
    }

    private DirectorySource source(Passes passes, ImageLimits limits, int patch) {
        // What lies there already is read in order; what settles at different times is not.
        Duration settle = passes == Passes.WATCH ? Duration.ofMillis(60) : Duration.ZERO;
        SourceSpec.Directory spec =
                new SourceSpec.Directory(folder, passes, Duration.ofMillis(20), settle);
        return new DirectorySource(
                Domain.HR,
                Samples.subject(spec, Samples.feed(spec, patch, 1, 0), limits),
                Reading.fresh(passes, 1),
                refused,
                new FolderProgress(0),
                new Decoding(scheduler, Schedulers.parallel()));
    }
}
