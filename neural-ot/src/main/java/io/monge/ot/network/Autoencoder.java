package io.monge.ot.network;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.HostTensor;
import io.monge.ot.tensor.Parameters;
import java.util.Map;

/**
 * The autoencoder of W2GN's latent-space experiment (src/autoencoders.py): (n, 3, 64, 64) → latent
 * vectors (n, z) → images in (-1, 1).
 *
 * @param filters channels of the first level, which double three times
 * @param latent z, dimension of the latent vectors
 */
public record Autoencoder(int filters, int latent) implements NetworkSpec {
    /** Positions of the encoder's convolutions in its sequence; the last one leaves one pixel. */
    static final int[] ENCODER = {0, 3, 7, 11, 15};

    /** Positions of the decoder's transposed convolutions; the first one starts from a pixel. */
    static final int[] DECODER = {0, 4, 8, 12, 16};

    private static final int KERNEL = 4;

    public Autoencoder {
        if (filters < 1 || latent < 1) {
            throw new IllegalArgumentException(
                    "filters is %d and latent %d, both must be at least 1"
                            .formatted(filters, latent));
        }
    }

    /** 128 to 1024 channels, 128 latent numbers. */
    public static Autoencoder reference() {
        return new Autoencoder(128, 128);
    }

    /** Channels of the features before and after the encoder's convolutions. */
    private int[] widths() {
        return new int[] {3, filters, 2 * filters, 4 * filters, 8 * filters, 8 * filters};
    }

    @Override
    public Map<String, Shape> shapes() {
        ShapeList shapes = new ShapeList();
        int[] widths = widths();
        int deepest = widths[ENCODER.length];
        for (int i = 0; i < ENCODER.length; i++) {
            String name = "encoder.features.";
            shapes.add(name + ENCODER[i] + ".weight", widths[i + 1], widths[i], KERNEL, KERNEL);
            if (i > 0 && i + 1 < ENCODER.length) {
                shapes.batchNorm(name + (ENCODER[i] + 1), widths[i + 1]);
            }
        }
        shapes.linear("encoder.fc_out.0", deepest, latent);
        shapes.unscaledBatchNorm("encoder.fc_out.2", latent);
        shapes.linear("decoder.fc_in.0", latent, deepest);
        shapes.batchNorm("decoder.fc_in.2", deepest);
        for (int i = 0; i < DECODER.length; i++) {
            int in = widths[ENCODER.length - i];
            int out = widths[ENCODER.length - 1 - i];
            String name = "decoder.features.";
            shapes.add(name + DECODER[i] + ".weight", in, out, KERNEL, KERNEL);
            if (i + 1 < DECODER.length) {
                shapes.batchNorm(name + (DECODER[i] + 1), out);
            }
        }
        return shapes.byName();
    }

    /** PyTorch's default for convolutions; batch normalisations start as the identity. */
    @Override
    public Map<String, HostTensor> initialWeights(long seed) {
        Map<String, HostTensor> weights = new RandomWeights(seed).uniform(shapes());
        RandomWeights.startBatchNorms(weights);
        return weights;
    }

    /** The autoencoder with these weights, which stay the caller's. */
    public AutoencoderMap over(Parameters weights) {
        return new AutoencoderMap(weights, () -> Mode.of(weights));
    }
}
