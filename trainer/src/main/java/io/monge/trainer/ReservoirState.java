package io.monge.trainer;

import io.monge.trainer.wire.StreamPosition;
import java.util.List;

/**
 * All that a {@link PatchReservoir} is, its pixels left in the log.
 *
 * @param members where its patches lie, oldest first
 * @param random state of its generator
 * @param draws patches drawn so far
 * @param unpaid draws for which no fresh patch has been admitted yet
 */
record ReservoirState(List<StreamPosition> members, long random, long draws, long unpaid) {

    ReservoirState {
        members = List.copyOf(members);
    }

    /** Before the first patch. */
    static ReservoirState empty(long seed) {
        return new ReservoirState(List.of(), DrawGenerator.mix(seed), 0, 0);
    }
}
