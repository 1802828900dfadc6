package io.monge.imaging;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A canonical Huffman code as deflate (RFC 1951, 3.2.2) wants it: the lengths alone tell it.
 * Immutable.
 */
final class HuffmanCode {

    private final int[] lengths; // bits, by symbol; 0 for one that does not occur
    private final int[] codes; // by symbol, the first bit lowest

    private HuffmanCode(int[] lengths) {
        this.lengths = lengths;
        this.codes = codes(lengths);
    }

    /**
     * The shortest code for symbols of these numbers of occurrences, or nearly so where its longest
     * word would be too long.
     *
     * @param longest bits of a word; enough for as many symbols
     */
    static HuffmanCode of(int[] occurrences, int longest) {
        int[] weights = occurrences.clone();
        int[] lengths = shortest(weights);
        while (IntStream.of(lengths).max().orElse(0) > longest) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (weights[i] + 1) / 2; // rare symbols become less rare
            }
            lengths = shortest(weights);
        }
        return new HuffmanCode(lengths);
    }

    /** Bits of the symbol's word. */
    int length(int symbol) {
        return lengths[symbol];
    }

    /** The symbol's word, the first bit lowest. */
    int code(int symbol) {
        return codes[symbol];
    }

    /** Huffman's algorithm on sorted leaves: inner nodes come in order by themselves. */
    private static int[] shortest(int[] weights) {
        long[] leaves = new long[weights.length];
        int count = 0;
        for (int symbol = 0; symbol < weights.length; symbol++) {
            if (weights[symbol] > 0) {
                leaves[count++] = (long) weights[symbol] << Short.SIZE | symbol;
            }
        }
        leaves = Arrays.copyOf(leaves, count);
        Arrays.sort(leaves);
        int[] lengths = new int[weights.length];
        int[] depths = depths(leaves);
        for (int i = 0; i < leaves.length; i++) {
            lengths[(int) leaves[i] & 0xFFFF] = depths[i];
        }
        return lengths;
    }

    /** Depth of every leaf; a tree of one leaf has one bit all the same. */
    private static int[] depths(long[] leaves) {
        int count = leaves.length;
        if (count < 2) {
            return new int[] {1};
        }
        long[] weights = new long[2 * count - 1];
        int[] parents = new int[2 * count - 1];
        for (int i = 0; i < count; i++) {
            weights[i] = leaves[i] >> Short.SIZE;
        }
        int leaf = 0;
        int inner = count;
        for (int node = count; node < weights.length; node++) {
            for (int child = 0; child < 2; child++) {
                boolean fromLeaves =
                        leaf < count && (inner == node || weights[leaf] <= weights[inner]);
                int lightest = fromLeaves ? leaf++ : inner++;
                weights[node] += weights[lightest];
                parents[lightest] = node;
            }
        }
        int[] depths = new int[weights.length];
        for (int node = weights.length - 2; node >= 0; node--) {
            depths[node] = depths[parents[node]] + 1;
        }
        return depths;
    }

    private static int[] codes(int[] lengths) {
        int longest = IntStream.of(lengths).max().orElse(0);
        int[] codes = new int[lengths.length];
        int next = 0;
        for (int length = 1; length <= longest; length++) {
            next <<= 1;
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    codes[symbol] = Integer.reverse(next) >>> (Integer.SIZE - length);
                    next++;
                }
            }
        }
        return codes;
    }
}
