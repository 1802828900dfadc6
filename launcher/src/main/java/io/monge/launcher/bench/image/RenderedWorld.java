package io.monge.launcher.bench.image;

import io.monge.imaging.RgbImage;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.ScenePairs;
import io.monge.imaging.scene.SceneSeeds;
import io.monge.imaging.scene.SceneStream;
import io.monge.ingest.SceneConfig;

/**
 * The world that synthetic ingest shows: rendered scenes on the HR side, other scenes of the same
 * kind, degraded, on the LR side, and the held-out pairs that neither side ever shows.
 *
 * @param scenes the configuration of ingest
 */
record RenderedWorld(SceneConfig scenes) {

    RgbImage hr(long index) {
        return painter().paint(seeds().of(SceneStream.HR, index));
    }

    RgbImage lr(long index) {
        long seed = seeds().of(SceneStream.LR, index);
        return scenes.degradation().of(painter().paint(seed), ~seed);
    }

    ScenePairs heldOut() {
        return new ScenePairs(painter(), scenes.degradation(), seeds());
    }

    private ScenePainter painter() {
        return new ScenePainter(scenes.size());
    }

    private SceneSeeds seeds() {
        return new SceneSeeds(scenes.world());
    }
}
