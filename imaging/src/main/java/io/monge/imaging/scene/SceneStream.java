package io.monge.imaging.scene;

/** What a scene is painted for; no scene is ever in two streams. */
public enum SceneStream {
    /** Degraded, and shown to the solver as samples of P. */
    LR,
    /** Shown to the solver as samples of Q. */
    HR,
    /** True pairs, for scoring alone. */
    HELD_OUT
}
