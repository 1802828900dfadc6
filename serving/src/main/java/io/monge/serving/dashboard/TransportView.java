package io.monge.serving.dashboard;

import io.monge.imaging.RgbImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The transport as it is now: patches that have just arrived, what the served map makes of them,
 * and patches of the target.
 *
 * @param at when it was taken
 * @param version of the map
 * @param images of each kind, newest first; LR, BICUBIC and SR show the same patches
 * @param palettes of each kind
 */
public record TransportView(
        Instant at, long version, Map<Kind, List<RgbImage>> images, Map<Kind, Palette> palettes) {

    public TransportView {
        images = Map.copyOf(images);
        palettes = Map.copyOf(palettes);
    }

    /** What is shown beside each other. */
    public enum Kind {
        /** Draws from P. */
        LR,
        /** Up of them. */
        BICUBIC,
        /** T of them. */
        SR,
        /** Draws from Q, of other scenes. */
        HR
    }
}
