package io.monge.launcher.command;

import io.monge.imaging.DeepImage;
import io.monge.imaging.DeepTileRows;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageEncoding;
import io.monge.imaging.Picture;
import io.monge.imaging.PictureRows;
import io.monge.imaging.Pixels;
import io.monge.imaging.ReducedRows;
import io.monge.imaging.RgbImage;
import io.monge.imaging.Seam;
import io.monge.imaging.TileGrid;
import io.monge.imaging.TileRows;
import io.monge.imaging.Tiling;
import io.monge.serving.model.LoadedMap;
import io.monge.serving.upscale.Piecewise;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Pictures through a map, tile by tile, without any server. Rows are encoded on another thread as
 * soon as their tiles are there. One thread.
 */
final class OfflineUpscaler {

    /** For maps that see the whole image. */
    static final Tiling UNTILED = new Tiling(Integer.MAX_VALUE, 0, Seam.CUT);

    private final LoadedMap map;
    private final Tiling tiling;
    private final ImageCodec codec;
    private final double scale;

    /**
     * @param scale of the written images, at most the map's
     */
    OfflineUpscaler(LoadedMap map, Tiling tiling, ImageCodec codec, double scale) {
        this.map = map;
        this.tiling = tiling;
        this.codec = codec;
        this.scale = scale;
    }

    /**
     * Enlarges the picture into the file.
     *
     * @param line where rows are encoded and the file is finished
     * @return done when the file is there
     * @throws io.monge.imaging.MalformedImageException if the result is too large for its format
     */
    Future<?> upscale(Picture picture, PartialFile file, ImageEncoding encoding, EncodingLine line)
            throws IOException {
        if (scale == map.scale()) {
            PictureRows rows = codec.rows(file.stream(), picture, map.scale(), encoding);
            LineSink sink = new LineSink(line, rows);
            enlarge(picture.pixels(), sink);
            return line.submit(() -> sink.finish(file));
        }
        ReducedRows reduced = new ReducedRows(picture, map.scale(), scale);
        enlarge(picture.pixels(), new Reduction(reduced));
        return line.submit(
                () -> {
                    Picture result = reduced.picture();
                    try (PictureRows rows = codec.rows(file.stream(), result, 1, encoding)) {
                        rows.write(result.pixels());
                    }
                    file.publish();
                });
    }

    /** Takes strips of whichever depth the picture has. */
    private interface Strips {
        void write(byte[] pixels, int rows) throws IOException;

        void write(Pixels strip) throws IOException;
    }

    private record Reduction(ReducedRows rows) implements Strips {
        @Override
        public void write(byte[] pixels, int count) {
            rows.write(pixels, count);
        }

        @Override
        public void write(Pixels strip) {
            rows.write(strip);
        }
    }

    /** Writes on the line; what failed there once is not tried further and never published. */
    private static final class LineSink implements Strips {
        private final EncodingLine line;
        private final PictureRows rows;
        private Optional<IOException> broken = Optional.empty(); // the line's thread

        LineSink(EncodingLine line, PictureRows rows) {
            this.line = line;
            this.rows = rows;
        }

        @Override
        public void write(byte[] pixels, int count) {
            byte[] copy = pixels.clone(); // the caller fills its array again
            line.submit(() -> step(() -> rows.write(copy, count)));
        }

        @Override
        public void write(Pixels strip) {
            line.submit(() -> step(() -> rows.write(strip)));
        }

        private void step(EncodingLine.Work work) {
            if (broken.isPresent()) {
                return;
            }
            try {
                work.run();
            } catch (IOException | RuntimeException | Error failed) {
                broken =
                        Optional.of(
                                new IOException("its rows cannot be written: " + failed, failed));
            }
        }

        void finish(PartialFile file) throws IOException {
            if (broken.isPresent()) {
                throw unfinished(broken.get());
            }
            rows.close();
            file.publish();
        }

        private IOException unfinished(IOException why) {
            try {
                rows.close();
            } catch (IOException more) {
                why.addSuppressed(more);
            }
            return why;
        }
    }

    private void enlarge(Pixels pixels, Strips out) throws IOException {
        boolean whole =
                pixels instanceof DeepImage deep
                        ? enlarge(deep, out)
                        : enlarge(pixels.toRgb(), out);
        if (!whole) {
            throw new IllegalStateException("rows of the upscaled image are missing");
        }
    }

    private boolean enlarge(RgbImage image, Strips out) throws IOException {
        TileGrid grid = tiling.grid(image.width(), image.height(), map.scale());
        TileRows rows = new TileRows(grid, out::write);
        for (int i = 0; i < grid.count(); i++) {
            rows.place(i, Piecewise.upscale(map, grid.tile(image, i)));
        }
        return rows.isWhole();
    }

    /** Of 16 bits; their tiles are exact, so that nothing is blended. */
    private boolean enlarge(DeepImage image, Strips out) throws IOException {
        int radius = map.receptiveRadius();
        Tiling exact =
                map.isTileable()
                        ? Tiling.exact(Math.max(tiling.tile(), 4 * radius), radius)
                        : UNTILED;
        TileGrid grid = exact.grid(image.width(), image.height(), map.scale());
        DeepTileRows rows = new DeepTileRows(grid, out::write);
        for (int i = 0; i < grid.count(); i++) {
            rows.place(i, Piecewise.upscale(map, grid.tile(image, i)));
        }
        return rows.isWhole();
    }
}
