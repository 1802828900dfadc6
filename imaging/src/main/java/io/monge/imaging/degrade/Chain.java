package io.monge.imaging.degrade;

import io.monge.imaging.RgbImage;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Degradations one after the other, each with a seed of its own; values are rounded to bytes
 * between them.
 */
public record Chain(List<Degradation> links) implements Degradation {

    public Chain {
        links = List.copyOf(links);
    }

    @Override
    public RgbImage of(RgbImage image, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        RgbImage degraded = image;
        for (Degradation link : links) {
            degraded = link.of(degraded, seeds.nextLong());
        }
        return degraded;
    }
}
