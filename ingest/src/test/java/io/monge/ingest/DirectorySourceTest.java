package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.ImageEncoding;
import io.monge.imaging.ImageFormat;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.Picture;
import io.monge.imaging.RgbImage;
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

    private DirectorySource source(Passes passes) {
        return source(passes, Samples.LIMITS);
    }

    private DirectorySource source(Passes passes, ImageLimits limits) {
        SourceSpec.Directory spec =
                new SourceSpec.Directory(
                        folder,
                        passes,
                        Duration.ofMillis(20),
                        Duration.ofMillis(60),
                        Optional.empty());
        return new DirectorySource(
                Domain.HR,
                spec,
                Reading.fresh(passes, 1),
                limits,
                refused,
                new FolderProgress(0),
                new DirectorySource.Threads(scheduler, Schedulers.parallel()));
    }
}
