package io.monge.ot.benchmark;

/**
 * numpy's legacy generator (RandomState, MT19937), bit for bit: the benchmarks' distributions are
 * defined by its draws. Mutable; one thread.
 */
public final class NumpyRandom {
    private static final int LENGTH = 624;
    private static final int MIDDLE = 397;

    private final int[] state = new int[LENGTH];
    private int next = LENGTH;
    private double spare;
    private boolean hasSpare;

    /** {@code numpy.random.seed(seed)}. */
    public NumpyRandom(int seed) {
        state[0] = seed;
        for (int i = 1; i < LENGTH; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /** 32 random bits. */
    public int nextBits() {
        if (next == LENGTH) {
            renew();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void renew() {
        for (int i = 0; i < LENGTH; i++) {
            int y = state[i] & 0x80000000 | state[(i + 1) % LENGTH] & 0x7fffffff;
            state[i] = state[(i + MIDDLE) % LENGTH] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }

    /** Uniform in [0, 1) with 53 bits. */
    public double nextDouble() {
        long high = nextBits() >>> 5;
        long low = nextBits() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** N(0, 1) by the polar method, in pairs. */
    public double nextNormal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double x1;
        double x2;
        double square;
        do {
            x1 = 2 * nextDouble() - 1;
            x2 = 2 * nextDouble() - 1;
            square = x1 * x1 + x2 * x2;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * Math.log(square) / square);
        spare = factor * x1;
        hasSpare = true;
        return factor * x2;
    }

    /** Uniform in 0 to {@code most}, by masked rejection. */
    public int nextInterval(int most) {
        if (most == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(most);
        int value;
        do {
            value = nextBits() & mask;
        } while (value > most);
        return value;
    }

    /** {@code permutation(n)}. */
    public int[] nextPermutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i >= 1; i--) {
            int j = nextInterval(i);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
