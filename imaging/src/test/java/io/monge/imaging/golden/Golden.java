package io.monge.imaging.golden;

/**
 * A file and what it means.
 *
 * @param file as it would come from a camera, a scanner or the web
 * @param storage what its samples are
 * @param tolerance how far a sample may be off, in steps of 8 bits, for losses of the format itself
 */
public record Golden(byte[] file, Kind kind, Storage storage, double tolerance) {

    /** Which kind of file. */
    public record Kind(String format, String variant) {}

    /** What its samples are. */
    record Storage(Mode mode, Turn turn, Space space) {}

    /** Samples of an upright pixel as a file of this mode stores them. */
    public int[] stored(int x, int y) {
        return Scene.samples(storage.mode, x, y);
    }

    /**
     * The samples that come back, 0..1: as stored, but for colours that sRGB does not have, which
     * it clips.
     */
    public double[] returned(int x, int y) {
        Mode mode = storage.mode;
        int[] stored = stored(x, y);
        double[] out = new double[stored.length];
        for (int c = 0; c < out.length; c++) {
            out[c] = stored[c] / (double) mode.levels();
        }
        if (storage.space.isProfile() && mode.channels() == 3) {
            double[] clipped = storage.space.fromSrgb(storage.space.toSrgb(out));
            System.arraycopy(clipped, 0, out, 0, clipped.length);
        }
        return out;
    }

    /** Opacity of an upright pixel, 0..1. */
    public double alpha(int x, int y) {
        Mode mode = storage.mode;
        return mode.alpha() ? stored(x, y)[mode.channels()] / (double) mode.levels() : 1;
    }

    /** The same pixel in sRGB, multiplied by alpha; 0..1. */
    public double[] premultiplied(int x, int y) {
        Mode mode = storage.mode;
        int[] stored = stored(x, y);
        double[] colour = new double[mode.channels()];
        for (int c = 0; c < colour.length; c++) {
            colour[c] = stored[c] / (double) mode.levels();
        }
        double[] out = storage.space.toSrgb(colour);
        for (int c = 0; c < out.length; c++) {
            out[c] *= alpha(x, y);
        }
        return out;
    }

    public Mode mode() {
        return storage.mode;
    }

    /** Whether an ICC profile is in the file. */
    public boolean hasProfile() {
        return storage.space.isProfile();
    }

    /** The profile in the file. */
    public byte[] icc() {
        return storage.space.icc();
    }

    /** The orientation that the file states. */
    public int orientation() {
        return storage.turn.number();
    }

    /** For a file's name: letters, digits and hyphens. */
    public String name() {
        return "%s-%s-%s-turn%d-%s"
                .formatted(
                        kind.format,
                        kind.variant,
                        storage.mode.name(),
                        orientation(),
                        storage.space.name());
    }

    @Override
    public String toString() {
        return name();
    }
}
