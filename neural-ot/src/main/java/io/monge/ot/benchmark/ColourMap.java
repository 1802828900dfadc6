package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.TransportMap;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.TorchOps;

/** ∇ψ of colours applied to pixels, some rows at a time: memory does not depend on the picture. */
public final class ColourMap {
    private static final int CHANNELS = 3;
    private static final int PIXELS_AT_ONCE = 1 << 14;

    private final TransportMap map;
    private final Compute compute;

    public ColourMap(TransportMap map, Compute compute) {
        this.map = map;
        this.compute = compute;
    }

    /**
     * Recolours in place.
     *
     * @param pixels red, green, blue of any number of pixels, 0..255
     */
    public void apply(byte[] pixels) {
        int most = CHANNELS * PIXELS_AT_ONCE;
        try (NDManager root = compute.openRoot()) {
            for (int from = 0; from < pixels.length; from += most) {
                apply(root, pixels, from, Math.min(most, pixels.length - from));
            }
        }
    }

    private void apply(NDManager root, byte[] pixels, int from, int length) {
        try (GradientScope scope = GradientScope.frozen(root)) {
            float[] colours = new float[length];
            for (int i = 0; i < length; i++) {
                colours[i] = (pixels[from + i] & 0xFF) / 255f;
            }
            NDArray x = TorchOps.upload(scope.manager(), colours, length / CHANNELS, CHANNELS);
            float[] images = map.of(x).toFloatArray();
            for (int i = 0; i < length; i++) {
                float clipped = Math.min(1, Math.max(0, images[i]));
                pixels[from + i] = (byte) Math.round(255 * clipped);
            }
        }
    }
}
