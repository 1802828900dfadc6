package io.monge.ot.benchmark;

import io.monge.ot.Sampler;

/**
 * Colours of two pictures, drawn with replacement: P and Q on [0, 1]³.
 *
 * @param source (n, 3) pixels of the picture to recolour
 * @param target (m, 3) pixels of the picture whose palette it gets
 */
public record PaletteSamples(float[][] source, float[][] target) implements UnpairedSamples {
    public PaletteSamples {
        if (source.length == 0 || target.length == 0) {
            throw new IllegalArgumentException("a palette needs at least one colour");
        }
    }

    @Override
    public int dimension() {
        return 3;
    }

    @Override
    public Sampler source(long seed) {
        return Rows.chosen(source, seed);
    }

    @Override
    public Sampler target(long seed) {
        return Rows.chosen(target, ~seed);
    }
}
