package io.monge.trainer;

/**
 * The two distributions.
 *
 * @param lr samples of P
 * @param hr samples of Q
 */
record PatchStreams(PatchStream lr, PatchStream hr) {

    /** Waits until there is enough of both to draw from. */
    void awaitMinimum() {
        lr.awaitMinimum();
        hr.awaitMinimum();
    }
}
