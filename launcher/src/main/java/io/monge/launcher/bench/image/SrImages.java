package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import java.util.List;

/**
 * What {@code bench sr} trains on and what it scores.
 *
 * @param lr images or regions of P
 * @param hr images or regions of Q, none of a scene that is in {@code lr}
 * @param scored true pairs of scenes that are in neither
 * @param files how many image files are behind each of them
 * @param protocol how the parts came about, a sentence
 */
record SrImages(
        List<RgbImage> lr, List<RgbImage> hr, HeldOutPatches scored, Files files, String protocol) {

    /** Numbers of files, pairs counted once. */
    record Files(int lr, int hr, int scored) {
        static Files of(ThreeParts<?> parts) {
            return new Files(parts.lr().size(), parts.hr().size(), parts.scored().size());
        }
    }
}
