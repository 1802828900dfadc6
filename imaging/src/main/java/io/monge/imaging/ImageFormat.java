package io.monge.imaging;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The encodings known here. All are read; PNG, JPEG and WebP are written too. */
public enum ImageFormat {
    PNG("PNG", "image/png", "png"),
    JPEG("JPEG", "image/jpeg", "jpg", "jpeg"),
    WEBP("WebP", "image/webp", "webp"),
    GIF("GIF", "image/gif", "gif"),
    BMP("BMP", "image/bmp", "bmp"),
    TIFF("TIFF", "image/tiff", "tif", "tiff");

    /** What is read unless more is enabled: TIFF has too many variants to be met unasked. */
    public static final Set<ImageFormat> USUAL = Set.of(PNG, JPEG, WEBP, GIF, BMP);

    /** All that is read. */
    public static final Set<ImageFormat> ALL = Set.of(values());

    private final String title;
    private final String mediaType;
    private final Set<String> endings;

    ImageFormat(String title, String mediaType, String... endings) {
        this.title = title;
        this.mediaType = mediaType;
        this.endings = Set.of(endings);
    }

    /** The format that this ending of a file name stands for. */
    public static Optional<ImageFormat> ofEnding(String ending) {
        String lower = ending.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(format -> format.endings.contains(lower)).findFirst();
    }

    /** The formats as people list them: "PNG, JPEG and WebP". */
    public static String list(Set<ImageFormat> formats) {
        String all =
                EnumSet.copyOf(formats).stream()
                        .map(ImageFormat::title)
                        .collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " and" + all.substring(last + 1);
    }

    /** As people write it, for example {@code WebP}. */
    public String title() {
        return title;
    }

    /** For example {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }

    /** Whether images can be encoded in it. */
    public boolean isWritten() {
        return this == PNG || this == JPEG || this == WEBP;
    }

    /** The longest side that it can hold, px. */
    public int longestSide() {
        return switch (this) {
            case WEBP -> 16_383;
            case JPEG -> 65_500; // libjpeg's limit, a little below the format's own
            case PNG, GIF, BMP, TIFF -> Integer.MAX_VALUE;
        };
    }
}
