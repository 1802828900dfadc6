package io.monge.ingest;

import io.monge.imaging.scene.SceneStream;
import io.monge.runtime.metric.Metric;

/** Which of the two distributions an image is a sample of; they share no image and no key. */
public enum Domain {
    /** P: what is to be upscaled. */
    LR(SceneStream.LR, Metric.INGEST_PATCHES_LR),
    /** Q: what upscaled images should look like. */
    HR(SceneStream.HR, Metric.INGEST_PATCHES_HR);

    private final SceneStream scenes;
    private final Metric published;

    Domain(SceneStream scenes, Metric published) {
        this.scenes = scenes;
        this.published = published;
    }

    SceneStream scenes() {
        return scenes;
    }

    /** Counts the patches of this domain that a broker has acknowledged. */
    Metric published() {
        return published;
    }
}
