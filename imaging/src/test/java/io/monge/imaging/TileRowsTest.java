package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows leave as soon as they are complete, and are those of the image put together whole. */
class TileRowsTest {

    private static final BicubicResampler NETWORK = new BicubicResampler(4);

    @ParameterizedTest
    @EnumSource
    void tilesInAnyOrderGiveTheSameImage(Seam seam) throws IOException {
        RgbImage image = Pictures.random(83, 61, 4);
        TileGrid grid = new Tiling(24, 9, seam).grid(83, 61, 4);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < grid.count(); i++) {
            order.add(i);
        }
        RgbImage inOrder = grid.join(grid.split(image).stream().map(NETWORK::of).toList());
        Collections.shuffle(order, new Random(2));

        RowsInMemory rows = new RowsInMemory(grid.width(), grid.height());
        TileRows assembly = new TileRows(grid, rows);
        for (int i : order) {
            assembly.place(i, NETWORK.of(grid.tile(image, i)));
        }

        assertThat(assembly.isWhole()).isTrue();
        assertThat(rows.image()).isEqualTo(inOrder);
    }

    @Test
    void rowsGoOutWithTheirRowOfTilesAndNotLater() throws IOException {
        RgbImage image = Pictures.random(20, 100, 4);
        TileGrid grid = new Tiling(20, 4, Seam.CUT).grid(20, 100, 1);
        List<Integer> written = new ArrayList<>();
        TileRows assembly = new TileRows(grid, (pixels, rows) -> written.add(rows));

        assembly.place(0, grid.tile(image, 0));
        int afterTheFirst = written.stream().mapToInt(Integer::intValue).sum();
        for (int i = 1; i < grid.count(); i++) {
            assembly.place(i, grid.tile(image, i));
        }

        assertThat(afterTheFirst).isBetween(16, 18); // up to the seam, in the middle of the overlap
        assertThat(written.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    }

    @Test
    void aTileIsTakenOnce() throws IOException {
        TileGrid grid = new Tiling(8, 2, Seam.CUT).grid(8, 20, 1);
        TileRows assembly = new TileRows(grid, (pixels, rows) -> {});
        RgbImage tile = Pictures.plain(8, 8, 1, 1, 1);
        assembly.place(0, tile);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> assembly.place(0, tile))
                .withMessage("Tile 0 is there already");
    }
}
