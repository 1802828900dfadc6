package io.monge.imaging;

/**
 * The tiles of one direction: where each starts, and which one or two of them make up an upscaled
 * coordinate.
 *
 * <p>Tiles are as large as their number demands and spread evenly, so neighbours overlap by the
 * demanded amount or a pixel more. A seam lies in the middle of each overlap. Fading regions are
 * never wider than the distance of two seams: no coordinate needs three tiles.
 */
final class TileAxis {

    private final int length; // px of the source image
    private final int scale;
    private final int size; // of a tile, px of the source image
    private final int[] starts; // px of the source image
    private final int[] first; // per upscaled coordinate: the tile it lies in
    private final float[] next; // per upscaled coordinate: weight of tile first + 1
    private final int[] plainEnds; // per tile: where its fading into the next one begins

    TileAxis(int length, int scale, Tiling tiling) {
        if (length < 1 || scale < 1) {
            throw new IllegalArgumentException(
                    "length %d px and scale %d must be positive".formatted(length, scale));
        }
        this.length = length;
        this.scale = scale;
        int count = count(length, Math.min(tiling.tile(), length), tiling.overlap());
        // No larger than so many tiles must be: what overlaps is computed twice.
        this.size = (length + (count - 1) * tiling.overlap() + count - 1) / count;
        this.starts = starts(length, size, count);
        this.first = new int[Math.multiplyExact(length, scale)];
        this.next = new float[first.length];
        double fade = tiling.seam() == Seam.CUT ? 0 : Math.min(tiling.overlap(), shortestStep());
        for (int seam = 0; seam < starts.length - 1; seam++) {
            place(seam, fade * scale);
        }
        this.plainEnds = plainEnds();
    }

    private int[] plainEnds() {
        int[] ends = new int[starts.length];
        for (int p = 0; p < first.length; p++) {
            if (next[p] == 0) {
                ends[first[p]] = p + 1;
            }
        }
        return ends;
    }

    private static int count(int length, int size, int overlap) {
        return size == length ? 1 : (length - overlap + size - overlap - 1) / (size - overlap);
    }

    private static int[] starts(int length, int size, int count) {
        int[] starts = new int[count];
        for (int i = 1; i < count; i++) {
            starts[i] = (int) Math.round((double) i * (length - size) / (count - 1));
        }
        return starts;
    }

    private int shortestStep() {
        int shortest = size;
        for (int i = 1; i < starts.length; i++) {
            shortest = Math.min(shortest, starts[i] - starts[i - 1]);
        }
        return shortest;
    }

    /**
     * Writes the seam between two neighbours: before it the first, after it the second, a cosine
     * between.
     */
    private void place(int seam, double fade) {
        double middle = 0.5 * (starts[seam + 1] + starts[seam] + size) * scale;
        for (int p = (int) Math.ceil(middle - fade / 2 - 0.5); p < first.length; p++) {
            double into = p + 0.5 - (middle - fade / 2);
            if (into >= fade) {
                first[p] = seam + 1;
                next[p] = 0;
            } else {
                next[p] = (float) (0.5 - 0.5 * Math.cos(Math.PI * into / fade));
            }
        }
    }

    int length() {
        return length;
    }

    int count() {
        return starts.length;
    }

    int size() {
        return size;
    }

    int start(int tile) {
        return starts[tile];
    }

    int first(int upscaled) {
        return first[upscaled];
    }

    /** Where what follows is no longer this coordinate's tile alone; before it if it never is. */
    int plainEnd(int upscaled) {
        return next[upscaled] > 0 ? upscaled : plainEnds[first[upscaled]];
    }

    /** The upscaled coordinates that begin in this tile: from, and up to. */
    int[] owned(int tile) {
        int from = 0;
        while (first[from] < tile) {
            from++;
        }
        int to = from;
        while (to < first.length && first[to] == tile) {
            to++;
        }
        return new int[] {from, to};
    }

    float next(int upscaled) {
        return next[upscaled];
    }
}
