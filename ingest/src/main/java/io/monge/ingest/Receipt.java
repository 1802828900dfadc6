package io.monge.ingest;

/** Told what has become of an image; one of the two, once, on any thread. */
public interface Receipt {

    /** For images that stay where they are. */
    Receipt NONE =
            new Receipt() {
                @Override
                public void acknowledge(CutImage cut) {}

                @Override
                public void refuse(RefusedImages.Reason reason, String message) {}
            };

    /** All its patches are safe. */
    void acknowledge(CutImage cut);

    /** It gives no patches. */
    void refuse(RefusedImages.Reason reason, String message);

    /** Whether anybody still waits to be told; if not, the rest of the work may be left. */
    default boolean isAwaited() {
        return true;
    }
}
