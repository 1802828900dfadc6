package io.monge.ingest;

import io.monge.imaging.degrade.UnknownDegradation;

/**
 * The rendered world that synthetic sources show.
 *
 * @param world seed; within one world no scene is in both domains or among the scoring pairs
 * @param size side of a scene, px
 * @param degradation of the LR side
 */
public record SceneConfig(long world, Start start, int size, UnknownDegradation degradation) {

    /** With which scene a process begins. */
    public enum Start {
        /**
         * With the scene whose number is the time in nanoseconds: since no process paints a scene
         * in one nanosecond, a restart goes on with scenes never shown before (as long as the clock
         * is not set back).
         */
        CLOCK,
        /** With scene 0: every run shows the same scenes. */
        FIRST
    }

    public SceneConfig {
        if (size < 16 || size > 4096) {
            throw new IllegalArgumentException(
                    "size is " + size + " px, must be between 16 and 4096");
        }
        if (size % degradation.scale() != 0) {
            throw new IllegalArgumentException(
                    "size is %d px, must be a multiple of degradation.scale, %d"
                            .formatted(size, degradation.scale()));
        }
    }
}
