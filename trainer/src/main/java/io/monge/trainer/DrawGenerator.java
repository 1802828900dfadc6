package io.monge.trainer;

/**
 * SplitMix64 (Steele, Lea and Flood, 2014): a random generator whose whole state is one visible
 * number, so that a checkpoint can hold it. The JDK's generators hide theirs.
 *
 * <p>Used by one thread at a time.
 */
final class DrawGenerator {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    DrawGenerator(long state) {
        this.state = state;
    }

    /** The state from which the sequence goes on. */
    long state() {
        return state;
    }

    /**
     * Uniform in 0 (inclusive) to bound (exclusive); the bias of the multiplication is below bound
     * / 2^32.
     */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    private long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Spreads the bits of any number over all 64; a bijection. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
