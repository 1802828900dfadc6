package io.monge.ot.network;

/** What a map adds to its network's output. */
public enum GlobalSkip {
    /** Nothing: T(x) = net(x), as in the reference. */
    NONE,
    /** T(x) = bicubic(x) + net(x). */
    BICUBIC
}
