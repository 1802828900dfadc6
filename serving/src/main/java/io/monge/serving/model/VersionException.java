package io.monge.serving.model;

/** A version was asked for by number and cannot be used. */
public final class VersionException extends RuntimeException {

    /** Why not. */
    public enum Kind {
        /** Never published, or no longer kept. */
        UNKNOWN,
        /** Its bytes are damaged, or this build does not know its architecture. */
        UNUSABLE,
        /** The versions enlarge by different factors. */
        INCOMPARABLE
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public VersionException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public VersionException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
