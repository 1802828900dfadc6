package io.monge.launcher.command;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.RgbImage;
import io.monge.imaging.TileGrid;
import io.monge.imaging.Tiling;
import io.monge.ot.snapshot.FrozenMap;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Files through a map, tile by tile, without any server. A target file is there whole or not at
 * all.
 */
final class OfflineUpscaler {
    private static final int JPEG_QUALITY = 95;

    private final FrozenMap map;
    private final Tiling tiling;
    private final ImageCodec codec;

    OfflineUpscaler(FrozenMap map, Tiling tiling, ImageCodec codec) {
        this.map = map;
        this.tiling = tiling;
        this.codec = codec;
    }

    /**
     * Writes {@code target} as JPEG if its name says so, else as PNG.
     *
     * @throws io.monge.imaging.MalformedImageException if the source is no image within the limits
     */
    void upscale(Path source, Path target) throws IOException {
        RgbImage large = upscale(codec.decode(source));
        String ending = UpscaleJobs.ending(target);
        boolean jpeg = ending.equals("jpg") || ending.equals("jpeg");
        write(target, jpeg ? codec.encodeJpeg(large, JPEG_QUALITY) : codec.encodePng(large));
    }

    private RgbImage upscale(RgbImage image) {
        TileGrid grid = tiling.grid(image.width(), image.height(), map.scale());
        List<RgbImage> tiles = new ArrayList<>(grid.count());
        for (int i = 0; i < grid.count(); i++) {
            tiles.addAll(map.upscale(List.of(grid.tile(image, i))));
        }
        return grid.join(tiles);
    }

    private static void write(Path target, byte[] bytes) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path partial = folder.resolve("." + target.getFileName() + ".part");
        try {
            Files.write(partial, bytes);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(
                    partial,
                    target,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
