package io.monge.imaging;

/**
 * The eight symmetries of the square, with which the paper augments its patches.
 *
 * <p>Each is "transpose first (or not), then mirror left-right (or not), then mirror top-bottom (or
 * not)". Rotations are clockwise. Transposing symmetries exchange width and height.
 */
public enum Dihedral {
    IDENTITY(false, false, false),
    MIRROR_LEFT_RIGHT(false, true, false),
    MIRROR_TOP_BOTTOM(false, false, true),
    ROTATE_180(false, true, true),
    TRANSPOSE(true, false, false),
    ROTATE_90(true, true, false),
    ROTATE_270(true, false, true),
    ANTI_TRANSPOSE(true, true, true);

    private final boolean transposes;
    private final boolean mirrorsX;
    private final boolean mirrorsY;

    Dihedral(boolean transposes, boolean mirrorsX, boolean mirrorsY) {
        this.transposes = transposes;
        this.mirrorsX = mirrorsX;
        this.mirrorsY = mirrorsY;
    }

    /** The image under this symmetry. */
    public RgbImage of(RgbImage image) {
        int width = transposes ? image.height() : image.width();
        int height = transposes ? image.width() : image.height();
        byte[] in = image.pixels();
        byte[] out = new byte[in.length];
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int u = mirrorsX ? width - 1 - x : x;
                int v = mirrorsY ? height - 1 - y : y;
                int from = transposes ? u * image.width() + v : v * image.width() + u;
                from *= RgbImage.CHANNELS;
                out[to++] = in[from];
                out[to++] = in[from + 1];
                out[to++] = in[from + 2];
            }
        }
        return new RgbImage(width, height, out);
    }

    /** The symmetry that undoes this one. */
    public Dihedral inverse() {
        return switch (this) {
            case ROTATE_90 -> ROTATE_270;
            case ROTATE_270 -> ROTATE_90;
            default -> this;
        };
    }

    /** First this symmetry, then the next: {@code a.then(b).of(i)} equals {@code b.of(a.of(i))}. */
    public Dihedral then(Dihedral next) {
        // A transposition carried past the mirrors exchanges their axes.
        boolean x = (next.transposes ? mirrorsY : mirrorsX) ^ next.mirrorsX;
        boolean y = (next.transposes ? mirrorsX : mirrorsY) ^ next.mirrorsY;
        boolean t = transposes ^ next.transposes;
        return values()[(t ? 4 : 0) + (y ? 2 : 0) + (x ? 1 : 0)];
    }
}
