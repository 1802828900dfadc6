package io.monge.imaging;

/** The encodings read and written here. */
public enum ImageFormat {
    PNG("image/png"),
    JPEG("image/jpeg");

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** For example {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }
}
