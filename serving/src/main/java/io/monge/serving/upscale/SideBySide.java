package io.monge.serving.upscale;

import io.monge.imaging.RgbImage;
import io.monge.serving.model.VersionException;

/** Two results of one image in one. */
final class SideBySide {

    private SideBySide() {}

    /**
     * @throws VersionException if the two are not of one size
     */
    static RgbImage of(RgbImage left, RgbImage right) {
        if (left.width() != right.width() || left.height() != right.height()) {
            throw new VersionException(
                    VersionException.Kind.INCOMPARABLE,
                    "The versions enlarge by different factors: %dx%d px and %dx%d px"
                            .formatted(left.width(), left.height(), right.width(), right.height()));
        }
        int row = RgbImage.byteLength(left.width(), 1);
        byte[] out = new byte[RgbImage.byteLength(2 * left.width(), left.height())];
        for (int y = 0; y < left.height(); y++) {
            System.arraycopy(left.pixels(), y * row, out, 2 * y * row, row);
            System.arraycopy(right.pixels(), y * row, out, (2 * y + 1) * row, row);
        }
        return new RgbImage(2 * left.width(), left.height(), out);
    }
}
