package io.monge.imaging;

/**
 * How an image is written.
 *
 * @param format one that {@link ImageFormat#isWritten() is written}
 * @param quality of JPEG and lossy WebP, 1 (worst) to 100; PNG has none
 * @param loss whether WebP may lose anything; PNG never does, JPEG always
 * @param exif whether what the camera wrote goes along
 */
public record ImageEncoding(ImageFormat format, int quality, Loss loss, ExifPolicy exif) {

    /** What WebP does with the samples. */
    public enum Loss {
        LOSSY,
        LOSSLESS
    }

    /** What becomes of EXIF; orientation is applied and reset in any case. */
    public enum ExifPolicy {
        DROP,
        KEEP
    }

    public ImageEncoding {
        if (!format.isWritten()) {
            throw new IllegalArgumentException(
                    format.title() + " is not written here; PNG, JPEG and WebP are");
        }
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException(
                    "quality is " + quality + ", must be between 1 and 100");
        }
    }

    /** Without EXIF; WebP lossy. */
    public static ImageEncoding of(ImageFormat format, int quality) {
        return new ImageEncoding(format, quality, Loss.LOSSY, ExifPolicy.DROP);
    }

    /** The same without loss where the format can. */
    public ImageEncoding lossless() {
        return new ImageEncoding(format, quality, Loss.LOSSLESS, exif);
    }

    /** The same with what the camera wrote. */
    public ImageEncoding keepingExif() {
        return new ImageEncoding(format, quality, loss, ExifPolicy.KEEP);
    }
}
