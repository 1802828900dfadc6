package io.monge.imaging.scene;

/** The colour of a shape at each of its pixels. */
@FunctionalInterface
interface Fill {

    /** 0xRRGGBB at a pixel of the canvas. */
    int at(int x, int y);

    static Fill flat(int color) {
        return (x, y) -> color;
    }

    /**
     * Two colours in turn.
     *
     * @param angle direction across the stripes, radians
     * @param period of both stripes together, canvas px
     */
    static Fill stripes(int first, int second, double angle, double period) {
        float dx = (float) (Math.cos(angle) / period);
        float dy = (float) (Math.sin(angle) / period);
        return (x, y) -> {
            float phase = x * dx + y * dy;
            return phase - (float) Math.floor(phase) < 0.5f ? first : second;
        };
    }

    /**
     * A colour lightened and darkened at random, cell by cell.
     *
     * @param amplitude largest change of a channel, 0..255
     * @param cell side of a cell, canvas px
     */
    static Fill noise(int color, int amplitude, int cell, int seed) {
        return (x, y) -> {
            int hash = (x / cell) * 0x9E3779B1 ^ (y / cell) * 0x85EBCA77 ^ seed;
            hash = (hash ^ hash >>> 15) * 0x2C1B3C6D;
            hash = (hash ^ hash >>> 12) * 0x297A2D39;
            int change = (hash >>> 16) % (2 * amplitude + 1) - amplitude;
            return Colors.shift(color, change, change, change);
        };
    }
}
