package io.monge.ingest.video;

import io.monge.imaging.Dihedral;

/** How a video's frames are to be turned before they are shown. */
final class Turn {

    private Turn() {}

    /**
     * The symmetry that a display matrix comes to; slanted ones, which no camera writes, are those
     * nearest to it.
     *
     * @param matrix of ISO 14496-12, {@code a b u c d v x y w} row by row: (p, q) is shown at (a p
     *     + c q + x, b p + d q + y), y downwards
     */
    static Dihedral of(int[] matrix) {
        long a = matrix[0];
        long b = matrix[1];
        long c = matrix[3];
        long d = matrix[4];
        if (a == 0 && b == 0 && c == 0 && d == 0) {
            return Dihedral.IDENTITY;
        }
        boolean transposes = Math.abs(b) + Math.abs(c) > Math.abs(a) + Math.abs(d);
        Dihedral axes = transposes ? Dihedral.TRANSPOSE : Dihedral.IDENTITY;
        boolean mirrorsX = (transposes ? c : a) < 0;
        boolean mirrorsY = (transposes ? b : d) < 0;
        Dihedral turned = mirrorsX ? axes.then(Dihedral.MIRROR_LEFT_RIGHT) : axes;
        return mirrorsY ? turned.then(Dihedral.MIRROR_TOP_BOTTOM) : turned;
    }
}
