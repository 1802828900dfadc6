package io.monge.imaging;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * The format of zlib (RFC 1950 and 1951) for filtered rows of pixels: every block has a Huffman
 * code of its own, a run of one byte is a repetition, and no other repetitions are looked for, for
 * which zlib spends most of its time and of which photographs have next to none. One thread.
 */
final class RowDeflater {

    /** Takes what is compressed; the array is overwritten after the call. */
    @FunctionalInterface
    interface Sink {
        void write(byte[] compressed, int length) throws IOException;
    }

    private static final int BLOCK = 1 << 17; // bytes
    private static final int END = 256;
    private static final int FIRST_RUN = 257;
    private static final int SYMBOLS = 286;
    private static final int LEAST_RUN = 4;
    private static final int LONGEST_RUN = 258;
    private static final int LONGEST_CODE = 15;
    private static final int WORD = 24; // bits of a word beside its length: 15 + 5 + 1 at most
    private static final int WORD_MASK = (1 << WORD) - 1;
    private static final int HEADER = 256; // bytes of a block's codes, and more
    private static final int FAST = 0x7801; // deflate with a window of 32 KiB, fastest algorithm
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** In which order the lengths of a code of lengths stand (RFC 1951, 3.2.7). */
    private static final int[] ORDER_OF_LENGTHS = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
    };

    private final Sink sink;
    private final Adler32 sum = new Adler32();
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private final int[] runStarts = new int[BLOCK / LEAST_RUN];
    private final int[] runLengths = new int[BLOCK / LEAST_RUN];
    private final int[][] occurrences = new int[LEAST_RUN][SYMBOLS]; // of each fourth byte
    private final int[] words = new int[END + LONGEST_RUN + 1]; // by byte, END + length of a run
    // A byte becomes 15 bits at most, and a run fewer than its bytes.
    private final byte[] out = new byte[2 * BLOCK + HEADER];
    private int written;
    private long bits; // not written yet, the first lowest
    private int bitCount;

    RowDeflater(Sink sink) {
        this.sink = sink;
        put(Integer.reverseBytes(FAST) >>> Short.SIZE, Short.SIZE);
    }

    void write(byte[] bytes) throws IOException {
        sum.update(bytes);
        int from = 0;
        while (from < bytes.length) {
            if (filled == BLOCK) {
                block(0);
            }
            int part = Math.min(bytes.length - from, BLOCK - filled);
            System.arraycopy(bytes, from, block, filled, part);
            filled += part;
            from += part;
        }
    }

    /** Writes what is left and the checksum. */
    void finish() throws IOException {
        block(1);
        put(0, -bitCount & 7);
        put(Integer.reverseBytes((int) sum.getValue()), Integer.SIZE);
        while (bitCount > 0) {
            out[written++] = (byte) bits;
            bits >>>= Byte.SIZE;
            bitCount -= Byte.SIZE;
        }
        flush();
    }

    private void flush() throws IOException {
        sink.write(out, written);
        written = 0;
    }

    /**
     * @param last 1 if no block follows, else 0
     */
    private void block(int last) throws IOException {
        int runs = runs();
        HuffmanCode code = HuffmanCode.of(counted(), LONGEST_CODE);
        header(last, code);
        words(code);
        int from = 0;
        for (int i = 0; i < runs; i++) {
            encode(from, runStarts[i]);
            put(words[END + runLengths[i]]);
            from = runStarts[i] + runLengths[i];
        }
        encode(from, filled);
        put(code.code(END), code.length(END));
        filled = 0;
        flush();
    }

    /**
     * Finds the runs among each four bytes, and counts the others: four at a time, so that no count
     * waits for the one before.
     */
    private int runs() {
        for (int[] counts : occurrences) {
            Arrays.fill(counts, 0);
        }
        int runs = 0;
        int i = 1;
        if (filled > 0) {
            occurrences[0][block[0] & 0xFF]++;
        }
        while (i + LEAST_RUN <= filled) {
            int four = (int) INTS.get(block, i);
            if (four == (block[i - 1] & 0xFF) * 0x01010101) {
                int length = run(i);
                runStarts[runs] = i;
                runLengths[runs++] = length;
                occurrences[0][RunLength.of(length).symbol()]++;
                i += length;
            } else {
                occurrences[0][four & 0xFF]++;
                occurrences[1][four >> 8 & 0xFF]++;
                occurrences[2][four >> 16 & 0xFF]++;
                occurrences[3][four >>> 24]++;
                i += LEAST_RUN;
            }
        }
        for (; i < filled; i++) {
            occurrences[0][block[i] & 0xFF]++;
        }
        return runs;
    }

    private int run(int from) {
        byte value = block[from];
        int end = Math.min(filled, from + LONGEST_RUN);
        int to = from + LEAST_RUN;
        while (to < end && block[to] == value) {
            to++;
        }
        return to - from;
    }

    private int[] counted() {
        int[] sum = new int[SYMBOLS];
        for (int[] counts : occurrences) {
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                sum[symbol] += counts[symbol];
            }
        }
        sum[END] = 1;
        return sum;
    }

    /** A dynamic block; the lengths of its code are written in four bits each. */
    private void header(int last, HuffmanCode code) {
        put(last, 1);
        put(2, 2);
        put(SYMBOLS - FIRST_RUN, 5);
        put(0, 5); // one distance, 1
        put(ORDER_OF_LENGTHS.length - 4, 4);
        for (int length : ORDER_OF_LENGTHS) {
            put(length <= LONGEST_CODE ? 4 : 0, 3);
        }
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            putLength(code.length(symbol));
        }
        putLength(1);
    }

    private void putLength(int length) {
        put(Integer.reverse(length) >>> (Integer.SIZE - 4), 4);
    }

    /** What is written for each byte and run, and above it how many bits of it. */
    private void words(HuffmanCode code) {
        for (int value = 0; value < END; value++) {
            words[value] = code.code(value) | code.length(value) << WORD;
        }
        for (int length = LEAST_RUN; length <= LONGEST_RUN; length++) {
            RunLength run = RunLength.of(length);
            int bare = code.length(run.symbol());
            int distance = 1; // one bit, 0, for the only distance there is
            words[END + length] =
                    code.code(run.symbol())
                            | run.extra() << bare
                            | bare + run.extraBits() + distance << WORD;
        }
    }

    /** Where the time goes; in local variables, which the compiler keeps in registers. */
    private void encode(int from, int until) {
        long pending = bits;
        int pendingCount = bitCount;
        int to = written;
        int i = from;
        for (; i + 1 < until; i += 2) { // two codes fit in beside what is pending
            int first = words[block[i] & 0xFF];
            int second = words[block[i + 1] & 0xFF];
            pending |= (long) (first & WORD_MASK) << pendingCount;
            pendingCount += first >>> WORD;
            pending |= (long) (second & WORD_MASK) << pendingCount;
            pendingCount += second >>> WORD;
            if (pendingCount >= Integer.SIZE) {
                INTS.set(out, to, (int) pending);
                to += Integer.BYTES;
                pending >>>= Integer.SIZE;
                pendingCount -= Integer.SIZE;
            }
        }
        bits = pending;
        bitCount = pendingCount;
        written = to;
        if (i < until) {
            put(words[block[i] & 0xFF]);
        }
    }

    private void put(int word) {
        put(word & WORD_MASK, word >>> WORD);
    }

    private void put(int value, int length) {
        bits |= (value & 0xFFFFFFFFL) << bitCount;
        bitCount += length;
        if (bitCount >= Integer.SIZE) {
            INTS.set(out, written, (int) bits);
            written += Integer.BYTES;
            bits >>>= Integer.SIZE;
            bitCount -= Integer.SIZE;
        }
    }

    /**
     * How deflate writes the length of a repetition (RFC 1951, 3.2.5).
     *
     * @param extra bits after the symbol, {@code extraBits} of them
     */
    private record RunLength(int symbol, int extra, int extraBits) {

        private static final RunLength[] ALL = all();

        static RunLength of(int length) {
            return ALL[length];
        }

        private static RunLength[] all() {
            RunLength[] all = new RunLength[LONGEST_RUN + 1];
            int length = 3;
            for (int symbol = FIRST_RUN; symbol < SYMBOLS - 1; symbol++) {
                int bits = Math.max(0, (symbol - FIRST_RUN) / 4 - 1);
                for (int extra = 0; extra < 1 << bits; extra++) {
                    all[length++] = new RunLength(symbol, extra, bits);
                }
            }
            all[LONGEST_RUN] = new RunLength(SYMBOLS - 1, 0, 0);
            return all;
        }
    }
}
