package io.monge.imaging;

/**
 * Encoded bytes that do not become an image; the kind says whose fault it is and what to answer.
 */
public final class MalformedImageException extends RuntimeException {

    /** Why an image was refused. */
    public enum Kind {
        /** Empty, garbage, truncated or damaged bytes (HTTP 400). */
        MALFORMED,
        /** More bytes, or by its header more pixels or frames, than allowed (HTTP 413). */
        TOO_LARGE,
        /** An image, but of a format or variant that is not read here (HTTP 415). */
        UNSUPPORTED
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public MalformedImageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public MalformedImageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static MalformedImageException malformed(String message) {
        return new MalformedImageException(Kind.MALFORMED, message);
    }

    static MalformedImageException tooLarge(String message) {
        return new MalformedImageException(Kind.TOO_LARGE, message);
    }

    static MalformedImageException unsupported(String message) {
        return new MalformedImageException(Kind.UNSUPPORTED, message);
    }

    public Kind kind() {
        return kind;
    }
}
