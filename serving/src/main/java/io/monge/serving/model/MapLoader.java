package io.monge.serving.model;

/** Turns the bytes of a snapshot into a map. */
@FunctionalInterface
public interface MapLoader {

    /**
     * The map of a snapshot.
     *
     * @param snapshot SafeTensors bytes whose SHA-256 has been verified
     * @throws io.monge.ot.snapshot.IncompatibleSnapshotException if this build cannot apply them
     */
    LoadedMap load(byte[] snapshot);
}
