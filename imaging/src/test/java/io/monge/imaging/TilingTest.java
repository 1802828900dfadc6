package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TilingTest {

    @ParameterizedTest
    @EnumSource
    void theIdentityNetworkGivesBackTheImageWhateverItsSize(Seam seam) {
        Random random = new Random(3);
        for (int trial = 0; trial < 300; trial++) {
            int tile = 1 + random.nextInt(20);
            Tiling tiling = new Tiling(tile, random.nextInt(tile), seam);
            RgbImage image = Pictures.random(1 + random.nextInt(60), 1 + random.nextInt(60), trial);

            assertThat(tiled(tiling, image, 1, UnaryOperator.identity())).isEqualTo(image);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPixelwiseNetworkOfScaleFourLeavesNoTrace(Seam seam) {
        RgbImage image = Pictures.random(53, 31, 7);

        assertThat(tiled(new Tiling(16, 6, seam), image, 4, TilingTest::repeatFourTimes))
                .isEqualTo(repeatFourTimes(image));
    }

    @Test
    void exactTilingEqualsTheUntiledResult() {
        BicubicResampler network = new BicubicResampler(4); // reaches 2 px of its input
        Random random = new Random(5);
        for (int trial = 0; trial < 50; trial++) {
            RgbImage image = Pictures.random(1 + random.nextInt(70), 1 + random.nextInt(70), trial);

            assertThat(tiled(Tiling.exact(13, 2), image, 4, network::of))
                    .isEqualTo(network.of(image));
        }
    }

    @Test
    void blendedSeamsFadeWhereACutWouldJump() {
        RgbImage image = Pictures.plain(40, 8, 0, 0, 0);
        Tiling tiling = new Tiling(24, 8, Seam.BLEND);
        TileGrid grid = tiling.grid(40, 8, 1);

        RgbImage joined =
                grid.join(
                        List.of(
                                Pictures.plain(24, 8, 0, 0, 0),
                                Pictures.plain(24, 8, 200, 200, 200)));

        assertThat(grid.count()).isEqualTo(2);
        assertThat(image.width()).isEqualTo(joined.width());
        for (int x = 1; x < 40; x++) {
            int rise = joined.channel(x, 4, 0) - joined.channel(x - 1, 4, 0);
            // Steepest slope of the raised cosine: 200 * pi / (2 * 8 px).
            assertThat(rise).isBetween(0, 40);
        }
        assertThat(joined.channel(15, 0, 0)).isZero();
        assertThat(joined.channel(24, 0, 0)).isEqualTo(200);
    }

    @Test
    void tilesHaveOneShapeAndOverlapAsAsked() {
        TileGrid grid = new Tiling(16, 6, Seam.CUT).grid(100, 10, 4);

        List<RgbImage> tiles = grid.split(Pictures.random(100, 10, 1));

        assertThat(grid.tileWidth()).isEqualTo(16);
        assertThat(grid.tileHeight()).as("the image is lower than a tile").isEqualTo(10);
        assertThat(tiles)
                .hasSize(grid.count())
                .allSatisfy(t -> assertThat(t.toString()).isEqualTo("RgbImage[16x10]"));
        // (100 - 6) / (16 - 6) rounded up
        assertThat(grid.count()).isEqualTo(10);
    }

    @Test
    void impossibleTilingsAreRefusedInWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tiling(8, 8, Seam.CUT))
                .withMessage("overlap is 8 px, must be between 0 and 7 (smaller than a tile)");
        TileGrid grid = new Tiling(8, 2, Seam.CUT).grid(20, 8, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grid.join(List.of(Pictures.plain(16, 16, 1, 1, 1))))
                .withMessage("This grid has 3 tiles, not 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grid.split(Pictures.plain(21, 8, 1, 1, 1)))
                .withMessage("Expected 20x8 px, got RgbImage[21x8]");
    }

    private static RgbImage tiled(
            Tiling tiling, RgbImage image, int scale, UnaryOperator<RgbImage> network) {
        TileGrid grid = tiling.grid(image.width(), image.height(), scale);
        return grid.join(grid.split(image).stream().map(network).toList());
    }

    private static RgbImage repeatFourTimes(RgbImage image) {
        byte[] out = new byte[16 * image.pixels().length];
        for (int i = 0; i < out.length; i++) {
            int x = i / 3 % (4 * image.width()) / 4;
            int y = i / 3 / (4 * image.width()) / 4;
            out[i] = (byte) image.channel(x, y, i % 3);
        }
        return new RgbImage(4 * image.width(), 4 * image.height(), out);
    }
}
