package io.monge.launcher.bench.image;

import java.util.OptionalDouble;

/**
 * What one way of upscaling scores on the held-out patches.
 *
 * @param lpips mean over pairs; empty without the network's weights
 * @param slicedWasserstein to HR patches at other positions, values in [-1, 1]
 * @param meanRemoved the same along projections that do not see flat colour
 * @param paletteContrast sum of channel variances, values in [0, 1]
 * @param psnr mean over pairs, dB
 * @param ssim mean over pairs
 * @param gradient mean gradient relative to HR's
 * @param laplacian mean squared Laplacian relative to HR's
 * @param clipped share of values at 0 or 255
 */
public record ImageScores(
        OptionalDouble lpips,
        double slicedWasserstein,
        double meanRemoved,
        double paletteContrast,
        double psnr,
        double ssim,
        double gradient,
        double laplacian,
        double clipped) {}
