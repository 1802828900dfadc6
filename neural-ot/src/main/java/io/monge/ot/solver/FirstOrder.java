package io.monge.ot.solver;

import java.util.Optional;

/**
 * Which trainings may compute in bf16: those whose losses are differentiated once, through networks
 * made for it. In a gradient's gradient the roundings of both passes meet.
 */
final class FirstOrder {
    private FirstOrder() {}

    /** Why a training stays float32; nothing if it need not. */
    static Optional<String> objectionTo(Ots spec) {
        if (spec.constraint() instanceof GradientPenalty) {
            return Optional.of("the gradient penalty is differentiated twice");
        }
        if (!spec.map().allowsBf16()) {
            return Optional.of("the map is " + spec.map() + ", must be edsr or u-net for bf16");
        }
        if (!spec.potential().allowsBf16()) {
            return Optional.of(
                    "the potential is " + spec.potential() + ", must be res-net for bf16");
        }
        return Optional.empty();
    }
}
