package io.monge.imaging.golden;

/**
 * The orientations of EXIF 2.32 in its own words: which side of the picture the stored row 0 and
 * the stored column 0 are.
 */
enum Turn {
    TOP_LEFT,
    TOP_RIGHT,
    BOTTOM_RIGHT,
    BOTTOM_LEFT,
    LEFT_TOP,
    RIGHT_TOP,
    RIGHT_BOTTOM,
    LEFT_BOTTOM;

    /** The number in the tag. */
    int number() {
        return ordinal() + 1;
    }

    private String rowZero() {
        return name().split("_")[0];
    }

    private String columnZero() {
        return name().split("_")[1];
    }

    private boolean exchanges() {
        return rowZero().equals("LEFT") || rowZero().equals("RIGHT");
    }

    int storedWidth() {
        return exchanges() ? Scene.HEIGHT : Scene.WIDTH;
    }

    int storedHeight() {
        return exchanges() ? Scene.WIDTH : Scene.HEIGHT;
    }

    /** Column of the upright picture that a stored pixel shows. */
    int x(int column, int row) {
        String side = exchanges() ? rowZero() : columnZero();
        int distance = exchanges() ? row : column;
        return side.equals("LEFT") ? distance : Scene.WIDTH - 1 - distance;
    }

    /** Row of the upright picture that a stored pixel shows. */
    int y(int column, int row) {
        String side = exchanges() ? columnZero() : rowZero();
        int distance = exchanges() ? column : row;
        return side.equals("TOP") ? distance : Scene.HEIGHT - 1 - distance;
    }
}
