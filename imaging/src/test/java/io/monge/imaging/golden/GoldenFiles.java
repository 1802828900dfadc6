package io.monge.imaging.golden;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageWriteParam;

/**
 * The matrix of formats, modes, depths, orientations and profiles. Every mode of a format meets
 * every orientation without a profile, and both an upright and a turned file with one.
 */
public final class GoldenFiles {

    private static final double EXACT = 0;

    /** Quality 100, rounded in another colour space: a few steps. */
    private static final double LOSSY = 4;

    /** Besides, chroma is halved, which shows most at the picture's border. */
    private static final double HALVED = 16;

    private final List<Golden> files = new ArrayList<>();

    private GoldenFiles() {}

    /** All of them. */
    public static List<Golden> all() throws IOException {
        GoldenFiles matrix = new GoldenFiles();
        matrix.png();
        matrix.tiff();
        matrix.bmp();
        matrix.gif();
        matrix.lossy();
        return List.copyOf(matrix.files);
    }

    /** A small choice: each format and mode once, upright or turned, with a profile or without. */
    public static List<Golden> few() throws IOException {
        Map<String, List<Golden>> kinds = new LinkedHashMap<>();
        for (Golden each : all()) {
            String kind = each.kind() + each.mode().name();
            kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(each);
        }
        List<Golden> few = new ArrayList<>();
        for (List<Golden> same : kinds.values()) {
            few.add(same.get(few.size() % same.size()));
        }
        return few;
    }

    /** An animation of two frames. */
    public static byte[] animatedGif() {
        return GifFile.of(
                new Golden.Storage(new Mode("palette", 3, false, 5), Turn.TOP_LEFT, Space.NONE), 2);
    }

    /** Writes a file of one storage. */
    private interface Writer {
        byte[] write(Golden.Storage storage) throws IOException;
    }

    private void png() throws IOException {
        for (int bits : new int[] {1, 2, 4, 8, 16}) {
            turned("png", "plain", Mode.grey(bits), EXACT, PngFile::of);
        }
        for (int bits : new int[] {8, 16}) {
            turned("png", "plain", Mode.greyAlpha(bits), EXACT, PngFile::of);
            turned("png", "plain", Mode.rgb(bits), EXACT, PngFile::of);
            turned("png", "plain", Mode.rgba(bits), EXACT, PngFile::of);
        }
        turned("png", "palette", new Mode("palette8", 3, false, 5), EXACT, PngFile::palette);
        turned("png", "palette", new Mode("palette4", 3, false, 1), EXACT, PngFile::palette);
        turned("png", "palette", new Mode("palette-alpha", 3, true, 3), EXACT, PngFile::palette);
        for (int bits : new int[] {8, 16}) {
            turned("png", "keyed", Mode.keyed(1, bits), EXACT, PngFile::keyed);
            turned("png", "keyed", Mode.keyed(3, bits), EXACT, PngFile::keyed);
        }
    }

    private void tiff() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            String variant = order == ByteOrder.BIG_ENDIAN ? "big" : "little";
            for (int bits : new int[] {8, 16}) {
                turned(
                        "tiff",
                        variant,
                        Mode.grey(bits),
                        EXACT,
                        s -> new TiffFile(s, order).plain());
                turned("tiff", variant, Mode.rgb(bits), EXACT, s -> new TiffFile(s, order).plain());
                turned(
                        "tiff",
                        variant,
                        Mode.rgba(bits),
                        EXACT,
                        s -> new TiffFile(s, order).plain());
            }
        }
        ByteOrder order = ByteOrder.LITTLE_ENDIAN;
        turned("tiff", "little", Mode.grey(1), EXACT, s -> new TiffFile(s, order).plain());
        turned("tiff", "little", Mode.greyAlpha(8), EXACT, s -> new TiffFile(s, order).plain());
        turned("tiff", "white0", Mode.grey(8), EXACT, s -> new TiffFile(s, order).whiteIsZero());
        turned(
                "tiff",
                "palette",
                new Mode("palette8", 3, false, 5),
                EXACT,
                s -> new TiffFile(s, order).palette());
        // Multiplied samples are rounded in the file already.
        turned("tiff", "associated", Mode.rgba(8), 1, s -> new TiffFile(s, order).associated());
    }

    private void bmp() throws IOException {
        upright("bmp", "palette", new Mode("palette8", 3, false, 5), Space.NONE, BmpFile::palette);
        for (Mode mode : List.of(Mode.rgb(8), Mode.rgba(8))) {
            upright("bmp", "plain", mode, Space.NONE, BmpFile::of);
            upright("bmp", "plain", mode, Space.WIDE, BmpFile::of);
        }
    }

    private void gif() throws IOException {
        Mode opaque = new Mode("palette8", 3, false, 5);
        Mode keyed = new Mode("palette-key", 3, true, 1);
        upright("gif", "plain", opaque, Space.NONE, s -> GifFile.of(s, 1));
        upright("gif", "plain", keyed, Space.NONE, s -> GifFile.of(s, 1));
    }

    private void lossy() throws IOException {
        int baseline = ImageWriteParam.MODE_DISABLED;
        int progressive = ImageWriteParam.MODE_DEFAULT;
        turned("jpeg", "baseline", Mode.rgb(8), LOSSY, s -> new LossyFile(s).jpeg(baseline));
        turned("jpeg", "baseline", Mode.grey(8), LOSSY, s -> new LossyFile(s).jpeg(baseline));
        turned("jpeg", "progressive", Mode.rgb(8), LOSSY, s -> new LossyFile(s).jpeg(progressive));
        turned("webp", "lossless", Mode.rgb(8), EXACT, s -> new LossyFile(s).webp("Lossless"));
        turned("webp", "lossless", Mode.rgba(8), EXACT, s -> new LossyFile(s).webp("Lossless"));
        turned("webp", "lossy", Mode.rgb(8), HALVED, s -> new LossyFile(s).webp("Lossy"));
        turned("webp", "lossy", Mode.rgba(8), HALVED, s -> new LossyFile(s).webp("Lossy"));
    }

    private void turned(String format, String variant, Mode mode, double tolerance, Writer writer)
            throws IOException {
        Golden.Kind kind = new Golden.Kind(format, variant);
        for (Turn turn : Turn.values()) {
            add(kind, new Golden.Storage(mode, turn, Space.NONE), tolerance, writer);
        }
        Space space = mode.channels() == 1 ? Space.GREY : Space.WIDE;
        add(kind, new Golden.Storage(mode, Turn.TOP_LEFT, space), tolerance, writer);
        add(kind, new Golden.Storage(mode, Turn.RIGHT_TOP, space), tolerance, writer);
    }

    private void upright(String format, String variant, Mode mode, Space space, Writer writer)
            throws IOException {
        Golden.Storage storage = new Golden.Storage(mode, Turn.TOP_LEFT, space);
        add(new Golden.Kind(format, variant), storage, EXACT, writer);
    }

    private void add(Golden.Kind kind, Golden.Storage storage, double tolerance, Writer writer)
            throws IOException {
        files.add(new Golden(writer.write(storage), kind, storage, tolerance));
    }
}
