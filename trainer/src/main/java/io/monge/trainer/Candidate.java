package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.ModelSnapshot;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * A snapshot about to be published, with what it is judged on and where it comes from; all on the
 * host, so that another thread can do the rest.
 *
 * @param snapshot averaged weights, all finite
 * @param origin the training it is of
 * @param parent version of the snapshot published before it in the same training
 * @param branch how often this process had gone back to a checkpoint by then
 * @param reanchors iterations at which the dynamic cost froze a copy of the map
 * @param lr what it has seen of P
 * @param hr what it has seen of Q
 */
record Candidate(
        ModelSnapshot snapshot,
        Origin origin,
        OptionalLong parent,
        int branch,
        List<Long> reanchors,
        Seen lr,
        Seen hr) {

    Candidate {
        reanchors = List.copyOf(reanchors);
    }

    long version() {
        return origin.version(snapshot.iteration());
    }

    /** Of its training. */
    long iteration() {
        return snapshot.iteration();
    }

    /**
     * One stream at the moment of the snapshot.
     *
     * @param offsets first offset not yet consumed, by partition
     * @param heldOut patches never trained on
     */
    record Seen(SortedMap<Integer, Long> offsets, List<RgbImage> heldOut) {

        static Seen of(PatchStream stream) {
            return new Seen(stream.offsets(), stream.heldOutPatches());
        }
    }
}
