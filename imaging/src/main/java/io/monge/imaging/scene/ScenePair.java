package io.monge.imaging.scene;

import io.monge.imaging.RgbImage;

/**
 * A clean image and what the degradation made of that very image: scoring may see both, training
 * never.
 */
public record ScenePair(RgbImage lr, RgbImage hr) {

    /** Whole factor between the sizes. */
    public int scale() {
        return hr.width() / lr.width();
    }

    /** The same place cut from both, {@code size} LR px wide and high. */
    public ScenePair crop(int left, int top, int size) {
        int s = scale();
        return new ScenePair(
                lr.crop(left, top, size, size), hr.crop(s * left, s * top, s * size, s * size));
    }
}
