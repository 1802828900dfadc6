package io.monge.trainer;

/**
 * When a training counts as gone wrong, and how far it then goes back.
 *
 * <pre>{@code
 * guard:
 *   loss: { factor: 4, floor: 0.02, warmUp: 200, window: 20, memory: 500 }
 *   colours: { shift: 0.5, contrast: 2 }
 *   confirmAfter: 400    # iterations without trouble that make a checkpoint one to go back to
 * }</pre>
 *
 * <p>A loss that grows slowly is noticed late: at the defaults one that grows 29-fold within 600
 * iterations has done so for 350 of them. A checkpoint of that time is no good, hence {@code
 * confirmAfter}.
 *
 * @param loss bound of the losses, each iteration
 * @param colours bound of the colours of T(LR), each snapshot
 * @param confirmAfter iterations without trouble after which a checkpoint counts as good
 */
public record GuardConfig(LossBound loss, ColourBound colours, long confirmAfter) {

    public GuardConfig {
        Check.atLeast("confirmAfter", confirmAfter, 0);
    }

    /**
     * How large L_f and R_c may become, against their own past: the mean of late of their absolute
     * value is at most {@code factor} times what is usual.
     *
     * @param factor of the mean of late to the usual; 0 = no bound
     * @param floor a usual loss below this counts as this, in the loss's unit
     * @param warmUp first iterations, in which losses move fast and anything goes
     * @param window iterations over which the mean of late is taken, exponentially
     * @param memory iterations over which the usual is taken, exponentially
     */
    public record LossBound(double factor, double floor, int warmUp, int window, int memory) {

        public LossBound {
            Check.noneOrAbove("factor", factor, 1);
            Check.notNegative("floor", floor);
            Check.atLeast("warmUp", warmUp, 1);
            Check.atLeast("window", window, 1);
            if (memory < 2 * window) {
                throw new IllegalArgumentException(
                        "memory is %d, must be at least twice the window (%d): what is usual must outlast it"
                                .formatted(memory, window));
            }
        }
    }

    /**
     * How much farther from HR's colours those of T(LR) may be than the LR patches' own, once a
     * snapshot has been within the bound: at the start any colour goes.
     *
     * @param shift of the mean colour, in standard deviations of HR's; 0 = no bound
     * @param contrast factor of the colours' variance, either way; 0 = no bound
     */
    public record ColourBound(double shift, double contrast) {

        public ColourBound {
            Check.notNegative("shift", shift);
            Check.noneOrAbove("contrast", contrast, 1);
        }
    }
}
