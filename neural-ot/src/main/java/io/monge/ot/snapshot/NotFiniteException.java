package io.monge.ot.snapshot;

/** A map made infinities or no numbers of an image, in every arithmetic there is. */
public final class NotFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotFiniteException(long version) {
        super("Version " + version + " of the map does not give finite pixels for this image");
    }
}
