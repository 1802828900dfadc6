package io.monge.launcher.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Downscale;
import io.monge.imaging.scene.ScenePainter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trains and what is scored, from folders of rendered images. */
class SrReaderTest {
    private static final int PAIRS = 6;
    private static final Downscale HALVE = new Downscale(2, Downscale.Window.BOX);
    private static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 24, 1 << 23));

    private final List<RgbImage> scenes = new ArrayList<>();
    private final SrReader reader = new SrReader(CODEC, 2, 32, 1);

    @TempDir private Path folder;

    @BeforeEach
    void paintPairs() throws IOException {
        for (int i = 0; i < PAIRS; i++) {
            RgbImage hr = new ScenePainter(64).paint(i);
            scenes.add(hr);
            write("pairs/input/" + i + ".png", HALVE.of(hr));
            write("pairs/clean/" + i + ".png", hr);
        }
    }

    @Test
    void noSceneIsOnTwoSidesWhenPairsTrainAndScore() throws IOException {
        SrImages images = reader.halves(folder.resolve("pairs"));

        assertDisjoint(images);
        assertThat(images.scored().scale()).isEqualTo(2);
    }

    @Test
    void trainingFoldersThatHoldTheScoredPicturesAreThinnedOut() throws IOException {
        SrImages images =
                reader.folders(
                        folder.resolve("pairs/input"),
                        folder.resolve("pairs/clean"),
                        folder.resolve("pairs"));

        assertDisjoint(images);
        assertThat(images.protocol()).contains("the pairs were split");
    }

    @Test
    void otherTrainingFoldersAreTakenWholeAndAllPairsScored() throws IOException {
        write("lr/a.jpg", HALVE.of(new ScenePainter(64).paint(100)));
        write("hr/b.JPEG", new ScenePainter(64).paint(101));

        SrImages images =
                reader.folders(folder.resolve("lr"), folder.resolve("hr"), folder.resolve("pairs"));

        assertThat(images.lr()).hasSize(1);
        assertThat(images.hr()).hasSize(1);
        assertThat(images.scored().hr()).containsExactlyInAnyOrderElementsOf(scenes);
    }

    @Test
    void photographsAreReducedAndSomeOfThemDegraded() throws IOException {
        SrImages images =
                reader.photographs(
                        folder.resolve("pairs/clean"), (image, seed) -> HALVE.of(image), 2);

        assertThat(images.hr().get(0).width()).isEqualTo(32);
        assertThat(images.lr().get(0).width()).isEqualTo(16);
        assertThat(images.scored().scale()).isEqualTo(2);
        assertThat(images.files()).isEqualTo(new SrImages.Files(2, 3, 1));
    }

    @Test
    void aLargePhotographIsKeptAsRegionsSoThatMemoryIsBounded() throws IOException {
        RgbImage large = new RgbImage(1500, 1000, new byte[RgbImage.byteLength(1500, 1000)]);
        write("lr/a.png", new ScenePainter(64).paint(100));
        write("hr/large.png", large);

        SrImages images =
                reader.folders(folder.resolve("lr"), folder.resolve("hr"), folder.resolve("pairs"));

        assertThat(images.hr()).hasSizeGreaterThan(1);
        assertThat(images.hr()).allMatch(region -> region.area() < large.area() / 4);
    }

    /** LR images are the halved scenes, so each scene can be told on either side. */
    private void assertDisjoint(SrImages images) {
        int seen = 0;
        for (RgbImage scene : scenes) {
            boolean trainsLr = images.lr().contains(HALVE.of(scene));
            boolean trainsHr = images.hr().contains(scene);
            boolean isScored = images.scored().hr().contains(scene);
            seen += (trainsLr ? 1 : 0) + (trainsHr ? 1 : 0) + (isScored ? 1 : 0);
            assertThat(trainsLr && trainsHr || trainsLr && isScored || trainsHr && isScored)
                    .isFalse();
        }
        assertThat(seen).isEqualTo(PAIRS);
    }

    private void write(String name, RgbImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, CODEC.encodePng(image));
    }
}
