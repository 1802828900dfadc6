package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.tooLarge;

/**
 * Takes the rows of an enlarged picture and makes of them a picture of any size between: what a
 * network enlarges four times can so be had at twice or two and a half times the size. The enlarged
 * picture is never whole in memory. One thread.
 */
public final class ReducedRows implements RowSink {

    private final Picture source;
    private final int scale;
    private final ImageHeader size;
    private final AreaReducer colours;
    private final int[] row;

    /**
     * @param source as decoded, before enlarging
     * @param scale between the source and the rows that will come
     * @param wanted factor between the source and the result, above 0 and at most {@code scale}
     * @throws MalformedImageException if one array cannot hold the result
     */
    public ReducedRows(Picture source, int scale, double wanted) {
        this.source = source;
        this.scale = scale;
        this.size =
                new ImageHeader(
                        ImageFormat.PNG,
                        Math.max(1, (int) Math.round(source.width() * wanted)),
                        Math.max(1, (int) Math.round(source.height() * wanted)));
        if (size.area() > SampleLayout.RGB.mostPixels()) {
            throw tooLarge(
                    "The result would be %dx%d px, reduced at most %d pixels: take scale %d or a smaller one"
                            .formatted(
                                    size.width(),
                                    size.height(),
                                    SampleLayout.RGB.mostPixels(),
                                    scale));
        }
        this.colours = new AreaReducer(RgbImage.CHANNELS, enlarged(), size);
        this.row = new int[RgbImage.byteLength(enlarged().width(), 1)];
    }

    private ImageHeader enlarged() {
        return new ImageHeader(ImageFormat.PNG, source.width() * scale, source.height() * scale);
    }

    @Override
    public void write(byte[] pixels, int rows) {
        for (int y = 0; y < rows; y++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = Intensity.toSixteenBits(pixels[y * row.length + i] & 0xFF);
            }
            colours.row(row);
        }
    }

    /** The same of either depth. */
    public void write(Pixels strip) {
        for (int y = 0; y < strip.height(); y++) {
            strip.row(y, row);
            colours.row(row);
        }
    }

    /** The reduced picture, in the depth of the source, once every row is there. */
    public Picture picture() {
        DeepImage deep = new DeepImage(size.width(), size.height(), colours.result());
        Pixels pixels = source.pixels().depth() == Short.SIZE ? deep : deep.toRgb();
        return new Picture(pixels, source.alpha().map(this::reduced), source.traits());
    }

    private AlphaPlane reduced(AlphaPlane plane) {
        AreaReducer reducer = new AreaReducer(1, enlarged(), size);
        AlphaRows rows = new AlphaRows(plane, scale);
        int[] wide = new int[enlarged().width()];
        for (int y = 0; y < enlarged().height(); y++) {
            rows.row(y, wide);
            reducer.row(wide);
        }
        return new AlphaPlane(size.width(), size.height(), reducer.result());
    }
}
