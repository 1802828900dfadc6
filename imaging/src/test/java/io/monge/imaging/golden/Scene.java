package io.monge.imaging.golden;

/**
 * The upright picture that every golden file shows: no two of its symmetries look alike. Values in
 * 0..1 in the file's own colour space.
 */
public final class Scene {

    public static final int WIDTH = 24;
    public static final int HEIGHT = 16;

    private Scene() {}

    /** Channel c of an RGB pixel. */
    static double rgb(int x, int y, int c) {
        double right = (double) x / (WIDTH - 1);
        double down = (double) y / (HEIGHT - 1);
        return switch (c) {
            case 0 -> 0.1 + 0.8 * right;
            case 1 -> 0.9 - 0.7 * down;
            default -> 0.2 + 0.5 * right * down;
        };
    }

    static double grey(int x, int y) {
        return (3.0 * x / (WIDTH - 1) + (double) y / (HEIGHT - 1)) / 4;
    }

    /** Opaque on the left, fading downwards on the right, nothing at all at the bottom right. */
    static double alpha(int x, int y) {
        return x < WIDTH / 2 ? 1 : 1 - (double) y / (HEIGHT - 1);
    }

    /** Samples as stored, rounded to the mode's levels: colours, then alpha if it has any. */
    static int[] samples(Mode mode, int x, int y) {
        int[] out = new int[mode.stored()];
        for (int c = 0; c < mode.channels(); c++) {
            double value = mode.channels() == 1 ? grey(x, y) : rgb(x, y, c);
            out[c] = (int) Math.round(value * mode.levels());
        }
        if (mode.alpha()) {
            int step = (int) Math.round(alpha(x, y) * mode.steps());
            out[mode.channels()] = step * (mode.levels() / mode.steps());
        }
        return out;
    }
}
