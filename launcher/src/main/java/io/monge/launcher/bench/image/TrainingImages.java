package io.monge.launcher.bench.image;

/**
 * Both sides of a training.
 *
 * @param lr images of P
 * @param hr images of Q, none the counterpart of an image of P
 * @param jitter of the crops of both
 */
record TrainingImages(ImagePool lr, ImagePool hr, ColourJitter jitter) {}
