package io.monge.ot;

/** A loss is not finite. Whoever trains restores an earlier state. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DivergedException(String message) {
        super(message);
    }
}
