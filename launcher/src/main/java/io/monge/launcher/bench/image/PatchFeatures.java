package io.monge.launcher.bench.image;

import io.monge.ot.HostTensor;

/** What a Fréchet distance compares of images. Owns native memory where it needs any. */
interface PatchFeatures extends AutoCloseable {
    /** d. */
    int dimension();

    /**
     * The features of a batch.
     *
     * @param images (n, 3, h, w), in [0, 1] but for what a network overshoots
     * @return (n, d)
     */
    float[][] of(HostTensor images);

    @Override
    void close();
}
