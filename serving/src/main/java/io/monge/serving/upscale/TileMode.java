package io.monge.serving.upscale;

/** How the seams between the tiles of a large image are treated. */
public enum TileMode {
    /** Small overlap, blended by a cosine: fast, seams below what one sees. */
    BLENDED,
    /** Overlap of the network's receptive radius: the same pixels as without tiles. */
    EXACT
}
