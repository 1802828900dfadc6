package io.monge.imaging;

/**
 * How stored pixels lie in the upright image: the orientations 1 to 8 of EXIF (2.32, tag 0x0112),
 * in their order. Each exchanges the axes (or not) and then mirrors them (or not).
 */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    TURN_RIGHT(true, true, false),
    ANTI_TRANSPOSED(true, true, true),
    TURN_LEFT(true, false, true);

    private final boolean exchanges;
    private final boolean mirrorsX;
    private final boolean mirrorsY;

    Orientation(boolean exchanges, boolean mirrorsX, boolean mirrorsY) {
        this.exchanges = exchanges;
        this.mirrorsX = mirrorsX;
        this.mirrorsY = mirrorsY;
    }

    /** By its number; upright for any other number. */
    static Orientation of(long number) {
        return number < 1 || number > 8 ? UPRIGHT : values()[(int) number - 1];
    }

    /** Width of the upright image. */
    int width(int storedWidth, int storedHeight) {
        return exchanges ? storedHeight : storedWidth;
    }

    /** Height of the upright image. */
    int height(int storedWidth, int storedHeight) {
        return exchanges ? storedWidth : storedHeight;
    }

    /** Where a stored pixel lies in the upright image, row by row from the top. */
    int index(int x, int y, int storedWidth, int storedHeight) {
        int width = width(storedWidth, storedHeight);
        int column = exchanges ? y : x;
        int row = exchanges ? x : y;
        int height = height(storedWidth, storedHeight);
        return (mirrorsY ? height - 1 - row : row) * width
                + (mirrorsX ? width - 1 - column : column);
    }
}
