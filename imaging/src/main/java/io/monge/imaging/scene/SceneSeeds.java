package io.monge.imaging.scene;

/**
 * The seeds of all scenes of one world.
 *
 * <p>(stream, index) is numbered injectively and then mixed by a bijection of 64-bit numbers (the
 * finalizer of SplitMix64, Steele et al. 2014). Two different pairs therefore never share a seed:
 * the domains are unpaired by construction, not by probability.
 *
 * @param worldSeed which world; streams of different worlds may meet
 */
public record SceneSeeds(long worldSeed) {

    private static final long STREAMS = SceneStream.values().length;

    /**
     * The seed of a scene.
     *
     * @param index 0 to 2^61, enough for nanoseconds since 1970
     */
    public long of(SceneStream stream, long index) {
        if (index < 0 || index > 1L << 61) {
            throw new IllegalArgumentException(
                    "Scene index is " + index + ", must be between 0 and 2^61");
        }
        return mix(mix(worldSeed) + STREAMS * index + stream.ordinal());
    }

    private static long mix(long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
