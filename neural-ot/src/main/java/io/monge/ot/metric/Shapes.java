package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import java.util.List;

/** The preconditions that several metrics share, each with its sentence. */
final class Shapes {

    private Shapes() {}

    static void requireSame(RgbImage a, RgbImage b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException(
                    "images of one size are needed, these are %dx%d and %dx%d"
                            .formatted(a.width(), a.height(), b.width(), b.height()));
        }
    }

    static void requireSame(float[] a, float[] b) {
        if (a.length != b.length || a.length == 0) {
            throw new IllegalArgumentException(
                    "arrays of one length above 0 are needed, these have %d and %d"
                            .formatted(a.length, b.length));
        }
    }

    /** Rows of one width on both sides, at least {@code fewest} of them; returns that width. */
    static int requireRows(float[][] rows, int fewest) {
        if (rows.length < fewest || rows[0].length == 0) {
            throw new IllegalArgumentException(
                    "at least %d rows of width 1 or more are needed, there are %d"
                            .formatted(fewest, rows.length));
        }
        for (float[] row : rows) {
            requireSame(rows[0], row);
        }
        return rows[0].length;
    }

    static void requireSameRows(float[][] a, float[][] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "as many rows on both sides are needed, there are %d and %d"
                            .formatted(a.length, b.length));
        }
        requireSame(a[0], b[0]);
    }

    static void requireSome(List<RgbImage> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("at least one image is needed, the list is empty");
        }
    }
}
