package io.monge.ingest;

import io.monge.imaging.RgbImage;

/**
 * What is left out of a stream. A patch that shows next to nothing teaches next to nothing; an
 * image that comes twice counts twice.
 *
 * <p>Grey is (R + G + B) / 3, where white is 1.
 *
 * @param minContrast least standard deviation of a patch's grey; 0 = all
 * @param minSharpness least mean absolute difference of neighbouring grey pixels; 0 = all
 * @param duplicates what becomes of an image whose pixels another one has had
 */
public record PatchFilter(double minContrast, double minSharpness, Duplicates duplicates) {

    /** Lets everything through. */
    public static final PatchFilter NONE = new PatchFilter(0, 0, Duplicates.KEEP);

    /** What becomes of an image whose pixels another one has had. */
    public enum Duplicates {
        /** It is cut as well. */
        KEEP,
        /** It is left out. */
        DROP
    }

    public PatchFilter {
        requireShare("minContrast", minContrast, 0.5); // half black, half white
        requireShare("minSharpness", minSharpness, 1);
    }

    private static void requireShare(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(
                    "%s is %s, must be between 0 and %s".formatted(name, value, most));
        }
    }

    boolean accepts(RgbImage patch) {
        if (minContrast == 0 && minSharpness == 0) {
            return true;
        }
        double[] grey = grey(patch);
        return contrast(grey) >= minContrast
                && sharpness(grey, patch.width(), patch.height()) >= minSharpness;
    }

    private static double[] grey(RgbImage patch) {
        byte[] pixels = patch.pixels();
        double[] grey = new double[patch.width() * patch.height()];
        for (int i = 0; i < grey.length; i++) {
            int sum = (pixels[3 * i] & 255) + (pixels[3 * i + 1] & 255) + (pixels[3 * i + 2] & 255);
            grey[i] = sum / 765.0;
        }
        return grey;
    }

    private static double contrast(double[] grey) {
        double sum = 0;
        for (double value : grey) {
            sum += value;
        }
        double mean = sum / grey.length;
        double squares = 0;
        for (double value : grey) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / grey.length);
    }

    private static double sharpness(double[] grey, int width, int height) {
        double sum = 0;
        int pairs = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                if (x + 1 < width) {
                    sum += Math.abs(grey[at + 1] - grey[at]);
                    pairs++;
                }
                if (y + 1 < height) {
                    sum += Math.abs(grey[at + width] - grey[at]);
                    pairs++;
                }
            }
        }
        return pairs == 0 ? 0 : sum / pairs;
    }
}
