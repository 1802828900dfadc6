package io.monge.serving.model;

/** Turns the bytes of a snapshot into a map. */
@FunctionalInterface
public interface MapLoader {

    /**
     * The map of a snapshot.
     *
     * @param model what the bytes are said to be
     * @param snapshot SafeTensors bytes whose SHA-256 has been verified
     * @throws io.monge.ot.snapshot.IncompatibleSnapshotException if this build cannot apply them,
     *     or they are something else
     */
    LoadedMap load(PublishedModel model, byte[] snapshot);
}
