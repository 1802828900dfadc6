package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.network.MapSpec;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Compute;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A map of random weights applied to noise, once as configured and once in float32 on the CPU: two
 * ways to the same picture.
 *
 * @param map the configured architecture
 * @param side of the noise, LR px
 */
record ArithmeticProbe(MapSpec map, int side) {

    /**
     * Root mean square of the difference, grey levels: bf16 has 8 bits of significand, so a few
     * layers of it are off by one or two; a wrong kernel is off by dozens.
     */
    static final double ALLOWED = 4;

    private static final long SEED = 1;
    private static final float SPREAD = 0.02f; // of weights that start at zero

    /** Root mean square of the difference, grey levels. */
    double difference(Compute compute) {
        ModelSnapshot snapshot = new ModelSnapshot(map, 0, weights());
        RgbImage noise = noise();
        byte[] configured = upscaled(snapshot, compute, noise);
        byte[] expected = upscaled(snapshot, Compute.cpu(compute.threads()), noise);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            int difference = (configured[i] & 0xFF) - (expected[i] & 0xFF);
            sum += difference * difference;
        }
        return Math.sqrt(sum / expected.length);
    }

    private static byte[] upscaled(ModelSnapshot snapshot, Compute compute, RgbImage noise) {
        try (FrozenMap frozen = FrozenMap.open(snapshot, compute)) {
            return frozen.upscale(List.of(noise)).get(0).pixels();
        }
    }

    /** A map that starts at the identity has a last layer of zeros, behind which nothing shows. */
    private Map<String, HostTensor> weights() {
        Random random = new Random(SEED);
        Map<String, HostTensor> weights = new HashMap<>(map.initialWeights(SEED));
        for (String name : weights.keySet().stream().sorted().toList()) {
            HostTensor tensor = weights.get(name);
            float[] values = tensor.floats();
            if (name.endsWith("weight") && isZero(values)) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = SPREAD * (float) random.nextGaussian();
                }
                weights.put(name, HostTensor.of(values, tensor.shape()));
            }
        }
        return weights;
    }

    private static boolean isZero(float[] values) {
        return Arrays.equals(values, new float[values.length]);
    }

    private RgbImage noise() {
        byte[] pixels = new byte[RgbImage.byteLength(side, side)];
        new Random(SEED).nextBytes(pixels);
        return new RgbImage(side, side, pixels);
    }
}
