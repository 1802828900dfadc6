package io.monge.ingest;

/** Told what has become of an image; one of the two, once, on any thread. */
public interface Receipt {

    /** For images that stay where they are. */
    Receipt NONE =
            new Receipt() {
                @Override
                public void acknowledge() {}

                @Override
                public void refuse(String reason) {}
            };

    /** All its patches are safe. */
    void acknowledge();

    /** It gives no patches. */
    void refuse(String reason);
}
