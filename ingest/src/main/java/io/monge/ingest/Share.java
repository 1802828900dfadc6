package io.monge.ingest;

/** What a patch has to do with the fate of its image. */
public interface Share {

    /** Of an image that nobody waits for. */
    Share NONE =
            new Share() {
                @Override
                public void safe() {}

                @Override
                public Receipt receipt() {
                    return Receipt.NONE;
                }

                @Override
                public boolean isLast() {
                    return true;
                }
            };

    /** The patch is safe; called once, on any thread. */
    void safe();

    /** Told when all patches of the image are. */
    Receipt receipt();

    /** Whether no other patch of the image comes after this one. */
    boolean isLast();
}
