package io.monge.ot.benchmark;

import io.monge.ot.metric.CosineSimilarity;
import io.monge.ot.metric.L2Uvp;

/**
 * How near a map is to the true one.
 *
 * @param uvp L2-UVP, %; 0 is the true map, 100 the constant map to Q's mean
 * @param cosine of the displacements, in [-1, 1]; 1 is the true map
 */
public record MapScore(double uvp, double cosine) {
    /**
     * @param images (n, d), the map's images of the test points
     */
    public static MapScore of(float[][] images, BenchmarkPair.TestPoints test) {
        return new MapScore(
                L2Uvp.percent(images, test.y(), test.targetVariance()),
                CosineSimilarity.of(test.x(), images, test.y()));
    }
}
