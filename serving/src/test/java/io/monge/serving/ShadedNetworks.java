package io.monge.serving;

import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.network.Edsr;
import io.monge.ot.network.GlobalSkip;
import io.monge.ot.network.MapInit;
import io.monge.ot.snapshot.ModelSnapshot;
import java.util.HashMap;
import java.util.Map;

/**
 * Snapshots of real networks whose pictures tell the version: bicubic, and so many grey levels
 * brighter.
 */
public final class ShadedNetworks {

    private static final int STEP = 8; // grey levels between two versions

    private ShadedNetworks() {}

    /** The snapshot of a version. */
    public static ModelSnapshot snapshot(long version, int blocks, int features) {
        Edsr spec = new Edsr(4, blocks, features, 1, GlobalSkip.BICUBIC, MapInit.IDENTITY);
        Map<String, HostTensor> weights = new HashMap<>(spec.initialWeights(1));
        float bias = 2 * shade(version) / 255f; // images are in [-1, 1]
        weights.put("tail.1.bias", HostTensor.of(new float[] {bias, bias, bias}, 3));
        return new ModelSnapshot(spec, version, weights);
    }

    /** Grey levels by which a version is brighter than bicubic. */
    public static int shade(long version) {
        return STEP * (int) (version % 8);
    }

    /**
     * Whether every pixel is this version's.
     *
     * @param bicubic the picture of version 0, nowhere near white
     */
    public static boolean isWhollyOf(long version, RgbImage picture, RgbImage bicubic) {
        if (picture.width() != bicubic.width() || picture.height() != bicubic.height()) {
            return false;
        }
        for (int i = 0; i < picture.pixels().length; i++) {
            int brighter = (picture.pixels()[i] & 0xFF) - (bicubic.pixels()[i] & 0xFF);
            if (Math.abs(brighter - shade(version)) > 1) { // rounding
                return false;
            }
        }
        return true;
    }
}
