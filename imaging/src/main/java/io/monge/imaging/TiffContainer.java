package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.malformed;
import static io.monge.imaging.MalformedImageException.unsupported;

import java.util.Optional;

/**
 * The directories of a TIFF file, read without decoding pixels. Only what this checks reaches the
 * decoder: a TIFF may state the size of its strips, tiles and tables in many places.
 */
final class TiffContainer implements ImageContainer {

    private static final int SUBFILE_TYPE = 254;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;
    private static final int ICC = 34_675;
    private static final int OLD_JPEG = 6;
    private static final int ASSOCIATED = 1;
    private static final int UNSIGNED = 1;
    private static final int MAX_SAMPLES = 5; // CMYK and alpha
    private static final int MAX_FRAMES = 16;
    private static final int LARGEST_TILE = 16_384;

    private final TiffDirectory directory;
    private final ImageHeader header;

    TiffContainer(byte[] encoded) {
        this.directory = TiffDirectory.first(encoded, "TIFF");
        directory.requireOwnValues();
        long width = directory.number(WIDTH, 0);
        long height = directory.number(HEIGHT, 0);
        if (width < 1 || height < 1 || Math.max(width, height) > Integer.MAX_VALUE) {
            throw malformed("The TIFF header states an impossible size");
        }
        this.header = new ImageHeader(ImageFormat.TIFF, (int) width, (int) height);
        requireKnownSamples();
        requireSaneParts();
    }

    private void requireKnownSamples() {
        long samples = directory.number(SAMPLES, 1);
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw unsupported("The TIFF has %d samples a pixel".formatted(samples));
        }
        for (int i = 0; i < samples; i++) {
            long bits = directory.number(BITS, i, directory.number(BITS, 1));
            long format = directory.number(SAMPLE_FORMAT, i, UNSIGNED);
            if (bits > 16 || format != UNSIGNED) {
                throw unsupported(
                        "The TIFF has samples of %d bits, format %d; whole numbers of up to 16 bits are read"
                                .formatted(bits, format));
            }
        }
        if (directory.number(COMPRESSION, 1) == OLD_JPEG) {
            throw unsupported("The TIFF is compressed as JPEG in the way that was withdrawn");
        }
    }

    /** Strips or tiles, as many as the size needs and none larger than the bytes. */
    private void requireSaneParts() {
        boolean tiled = directory.has(TILE_OFFSETS) || directory.has(TILE_WIDTH);
        long width = tiled ? directory.number(TILE_WIDTH, 0) : header.width();
        long rows = directory.number(tiled ? TILE_HEIGHT : ROWS_PER_STRIP, header.height());
        long height = tiled ? rows : Math.min(rows, header.height());
        if (width < 1 || height < 1 || tiled && Math.max(width, height) > LARGEST_TILE) {
            throw malformed("The TIFF has tiles of an impossible size");
        }
        long parts = ceil(header.width(), width) * ceil(header.height(), height);
        TiffNumbers offsets = directory.numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
        TiffNumbers lengths = directory.numbers(tiled ? TILE_BYTES : STRIP_BYTES);
        if (offsets.count() < parts || offsets.count() > parts * MAX_SAMPLES) {
            throw malformed("The TIFF does not say where its pixels are");
        }
        for (long i = 0; i < offsets.count(); i++) {
            directory.view().require(offsets.get(i, -1), lengths.get(i, 0));
        }
    }

    private static long ceil(long length, long part) {
        return (length + part - 1) / part;
    }

    @Override
    public ImageHeader header() {
        return header;
    }

    /** Pages; reduced copies of the first one do not count. */
    @Override
    public int frames() {
        int pages = 1;
        Optional<TiffDirectory> page = directory.next();
        for (int seen = 1; page.isPresent() && seen < MAX_FRAMES; seen++) {
            page.get().requireOwnValues();
            pages += (page.get().number(SUBFILE_TYPE, 0) & 1) == 0 ? 1 : 0;
            page = page.get().next();
        }
        return pages;
    }

    @Override
    public Optional<byte[]> profile() {
        return directory.bytes(ICC);
    }

    @Override
    public Optional<byte[]> exif() {
        return ExifExtract.of(directory);
    }

    /** Whether colours are stored multiplied by alpha; the decoder does not always tell. */
    boolean isPremultiplied() {
        return directory.number(EXTRA_SAMPLES, 0) == ASSOCIATED;
    }

    /** 1 to 8, as EXIF has it. */
    long orientation() {
        return directory.number(TiffDirectory.ORIENTATION, 1);
    }

    @Override
    public byte[] pixels() {
        return directory.view().bytes();
    }
}
