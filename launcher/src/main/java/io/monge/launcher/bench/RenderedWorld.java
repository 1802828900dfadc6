package io.monge.launcher.bench;

import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Degradation;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.ScenePairs;
import io.monge.imaging.scene.SceneSeeds;
import io.monge.imaging.scene.SceneStream;

/**
 * The world the demo trains on: rendered scenes on the HR side, other scenes of the same kind,
 * degraded, on the LR side, and held-out pairs.
 */
record RenderedWorld(ScenePainter painter, Degradation degradation, SceneSeeds seeds) {

    /** The demo's scenes and degradation under a seed. */
    static RenderedWorld of(long seed, int scale) {
        return new RenderedWorld(
                new ScenePainter(),
                new UnknownDegradation(new Range(1.5, 2.5), scale, 0.01, new Range(85, 98)),
                new SceneSeeds(seed));
    }

    RgbImage hr(long index) {
        return painter.paint(seeds.of(SceneStream.HR, index));
    }

    RgbImage lr(long index) {
        long seed = seeds.of(SceneStream.LR, index);
        return degradation.of(painter.paint(seed), seed);
    }

    ScenePairs heldOut() {
        return new ScenePairs(painter, degradation, seeds);
    }
}
