package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.monge.imaging.RgbImage;
import io.monge.ingest.RefusedImages.Reason;
import io.monge.ingest.SourceSpec.Passes;
import io.monge.ingest.video.Videos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Videos in a folder, beside images and archives; ten frames a second. */
class VideoImagesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final byte[] FIRST = Samples.png(16, 1);
    private static final VideoConfig EACH = new VideoConfig(Duration.ZERO);

    @TempDir Path folder;
    private final Scheduler scheduler = Schedulers.newSingle("feed");
    private final RefusedImages refused = new RefusedImages();

    @AfterEach
    void stop() {
        scheduler.dispose();
    }

    @Test
    void aFolderMayHoldImagesAndVideosAndArchives() {
        Samples.write(folder.resolve("0.png"), FIRST);
        Samples.write(
                folder.resolve("1.tar"),
                Archives.tar(Archives.entries("a.png", FIRST, "b.mp4", FIRST)));
        Videos.write(folder.resolve("2.mp4"), 31);
        Videos.write(folder.resolve("3.mkv"), 5);
        Samples.write(folder.resolve("4.png"), FIRST);

        List<SourceImage> images = images(source(folder, Passes.ONCE, VideoConfig.DEFAULT));

        assertThat(images)
                .extracting(SourceImage::id)
                .containsExactly(
                        "0.png",
                        "1.tar!a.png",
                        "2.mp4!00:00:00.000",
                        "2.mp4!00:00:01.000",
                        "2.mp4!00:00:02.000",
                        "2.mp4!00:00:03.000",
                        "3.mkv!00:00:00.000",
                        "4.png");
        assertColour(images.get(3).image(), Videos.colour(10));
        assertColour(images.get(5).image(), Videos.colour(30));
        assertThat(refused.total()).isZero();
    }

    @Test
    void oneVideoCanBeNamedInPlaceOfAFolder() {
        Path file = Videos.write(folder.resolve("A.MOV.mp4"), 20);
        VideoConfig config = new VideoConfig(Duration.ofMillis(250));

        assertThat(ids(source(file, Passes.ONCE, config)))
                .containsExactly(
                        "A.MOV.mp4!00:00:00.000",
                        "A.MOV.mp4!00:00:00.300",
                        "A.MOV.mp4!00:00:00.500",
                        "A.MOV.mp4!00:00:00.800",
                        "A.MOV.mp4!00:00:01.000",
                        "A.MOV.mp4!00:00:01.300",
                        "A.MOV.mp4!00:00:01.500",
                        "A.MOV.mp4!00:00:01.800");
    }

    @Test
    void aReadingGoesOnBehindTheLastFrameThatIsDone() throws IOException {
        Path file = Videos.write(folder.resolve("a.mp4"), 30);
        List<SourceImage> all = images(source(file, Passes.ONCE, EACH));
        FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
        Reading reading = Reading.fresh(Passes.ONCE, 2);
        for (int i = 0; i < 18; i++) {
            int patches = i < 17 ? 2 : 1; // the last one was being cut
            reading.image(new ImagePosition(all.get(i).id(), stamp, 0, patches, 0));
        }

        List<SourceImage> rest = images(source(file, Passes.ONCE, EACH, reading));

        assertThat(all).hasSize(30);
        assertThat(rest)
                .extracting(SourceImage::id, SourceImage::image)
                .containsExactlyElementsOf(
                        all.subList(17, 30).stream()
                                .map(it -> tuple(it.id(), it.image()))
                                .toList());
        assertThat(rest.get(0).cutBefore()).isEqualTo(1);
    }

    @Test
    void aVideoThatWasReplacedIsReadFromItsBeginning() {
        Path file = Videos.write(folder.resolve("a.mp4"), 12);
        Reading reading = Reading.fresh(Passes.WATCH, 1);
        FileStamp before = new FileStamp(1, Instant.EPOCH);
        reading.image(new ImagePosition("a.mp4!00:00:01.000", before, 0, 1, 0));

        assertThat(images(source(file, Passes.ONCE, VideoConfig.DEFAULT, reading))).hasSize(2);
    }

    @Test
    void loopModeShowsFramesAgainAndRefusesAVideoOnce() {
        Videos.write(folder.resolve("a.mp4"), 12);
        Samples.write(folder.resolve("b.mp4"), FIRST);

        List<String> shown =
                source(folder, Passes.LOOP, VideoConfig.DEFAULT)
                        .images()
                        .subscribeOn(scheduler)
                        .take(5)
                        .map(image -> image.id() + " " + image.showing())
                        .collectList()
                        .block(DEADLINE);

        assertThat(shown)
                .containsExactly(
                        "a.mp4!00:00:00.000 0",
                        "a.mp4!00:00:01.000 0",
                        "a.mp4!00:00:00.000 1",
                        "a.mp4!00:00:01.000 1",
                        "a.mp4!00:00:00.000 2");
        assertThat(refused.counts()).isEqualTo(Map.of(Reason.MALFORMED, 1L));
    }

    @Test
    void twoPartsHaveAllFramesAndNoneInCommon() {
        Videos.write(folder.resolve("a.mp4"), 30);

        List<String> one = ids(source(part("1/2"), Reading.fresh(Passes.ONCE, 1), EACH));
        List<String> other = ids(source(part("2/2"), Reading.fresh(Passes.ONCE, 1), EACH));

        assertThat(one).isNotEmpty().doesNotContainAnyElementsOf(other);
        assertThat(one.size() + other.size()).isEqualTo(30);
    }

    @Test
    void whatIsNoVideoOrTooLargeIsCountedAndTheRestGoesThrough() {
        Samples.write(folder.resolve("1.mp4"), "Dear all".getBytes());
        Samples.write(folder.resolve("2.mp4"), "#EXTM3U\n#EXTINF:3,\n9.mkv\n".getBytes());
        Videos.writeSound(folder.resolve("3.mp4"));
        Videos.write(folder.resolve("4.mkv"), 2, i -> Videos.flat(1024, 768, i), recorder -> {});
        Samples.write(folder.resolve("5.mp4"), half(Videos.write(folder.resolve("x.mp4"), 30)));
        Samples.write(folder.resolve("6.png"), FIRST);
        delete("x.mp4");

        assertThat(ids(source(folder, Passes.ONCE, EACH))).containsExactly("6.png");
        assertThat(refused.counts())
                .isEqualTo(
                        Map.of(
                                Reason.MALFORMED,
                                        3L, // without its index, at the end, mp4 is nothing
                                Reason.UNSUPPORTED, 1L,
                                Reason.TOO_LARGE, 1L));
    }

    @Test
    void ofAVideoThatWasCutOffTheFramesBeforeTheCutAreTaken() {
        Path whole =
                Videos.write(
                        folder.resolve("x.mp4"),
                        40,
                        i -> Videos.flat(Videos.WIDTH, Videos.HEIGHT, i),
                        recorder -> recorder.setOption("movflags", "faststart"));
        Samples.write(folder.resolve("a.mp4"), half(whole));
        delete("x.mp4");

        List<SourceImage> images = images(source(folder, Passes.ONCE, EACH));

        assertThat(images).hasSizeBetween(5, 35);
        for (int i = 0; i < images.size(); i++) {
            assertThat(images.get(i).id()).isEqualTo("a.mp4!00:00:0%d.%d00", i / 10, i % 10);
            assertColour(images.get(i).image(), Videos.colour(i));
        }
        assertThat(refused.counts()).isEqualTo(Map.of(Reason.MALFORMED, 1L));
    }

    private byte[] half(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Arrays.copyOf(bytes, bytes.length / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String name) {
        assertThat(folder.resolve(name).toFile().delete()).isTrue();
    }

    private static void assertColour(RgbImage image, int[] colour) {
        for (int c = 0; c < 3; c++) {
            assertThat(image.channel(5, 5, c)).isBetween(colour[c] - 5, colour[c] + 5);
        }
    }

    private static List<String> ids(DirectorySource source) {
        return images(source).stream().map(SourceImage::id).toList();
    }

    private static List<SourceImage> images(DirectorySource source) {
        List<SourceImage> images = source.images().collectList().block(DEADLINE);
        assertThat(images).isNotNull();
        return images;
    }

    private SourceSpec.Directory part(String part) {
        return new SourceSpec.Directory(
                folder,
                Passes.ONCE,
                Duration.ofMillis(20),
                Duration.ZERO,
                Optional.empty(),
                Optional.of(part),
                Optional.empty());
    }

    private DirectorySource source(Path path, Passes passes, VideoConfig config) {
        return source(path, passes, config, Reading.fresh(passes, 1));
    }

    private DirectorySource source(Path path, Passes passes, VideoConfig config, Reading reading) {
        SourceSpec.Directory spec =
                new SourceSpec.Directory(path, passes, Duration.ofMillis(20), Duration.ZERO);
        return source(spec, reading, config);
    }

    private DirectorySource source(SourceSpec.Directory spec, Reading reading, VideoConfig config) {
        FeedConfig feed = new FeedConfig(spec, 1, 1, 0, 0, PatchFilter.NONE, config);
        return new DirectorySource(
                Domain.HR,
                Samples.subject(spec, feed, Samples.LIMITS),
                reading,
                refused,
                new FolderProgress(0),
                new Decoding(scheduler, Schedulers.parallel()));
    }
}
