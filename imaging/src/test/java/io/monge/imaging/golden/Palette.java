package io.monge.imaging.golden;

/** All combinations of a mode's few levels, as a palette. */
record Palette(Mode mode) {

    int size() {
        return (int) Math.pow(mode.levels() + 1, mode.stored());
    }

    /** The entry of an upright pixel. */
    int index(int x, int y) {
        int index = 0;
        for (int sample : Scene.samples(mode, x, y)) {
            index = index * (mode.levels() + 1) + sample;
        }
        return index;
    }

    /** Value of sample c of an entry, 0..255. */
    int value(int entry, int c) {
        int right = (int) Math.pow(mode.levels() + 1, mode.stored() - 1 - c);
        return entry / right % (mode.levels() + 1) * 255 / mode.levels();
    }

    byte[] rgb() {
        byte[] out = new byte[3 * size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) value(i / 3, i % 3);
        }
        return out;
    }

    byte[] alphas() {
        byte[] out = new byte[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) value(i, 3);
        }
        return out;
    }
}
