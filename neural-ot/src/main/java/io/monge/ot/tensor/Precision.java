package io.monge.ot.tensor;

import java.util.List;

/** Which number format a training or a served map is to compute its convolutions in. */
public enum Precision {
    /** float32 throughout. */
    FLOAT32,
    /**
     * bf16 convolutions over float32 weights. Where a network or a method cannot, it is refused.
     */
    BF16,
    /**
     * bf16 where the processor has instructions for it and the method allows it, with float32 for
     * every update whose loss or gradient is not finite; else float32.
     */
    AUTO;

    /**
     * What to compute an update in, one after the other until its numbers are finite.
     *
     * @param processor computes; {@link Processor#NONE} on a GPU
     */
    public List<Arithmetic> attempts(Processor processor) {
        return switch (this) {
            case FLOAT32 -> List.of(Arithmetic.FLOAT32);
            case BF16 -> List.of(Arithmetic.BF16);
            case AUTO ->
                    processor.hasBf16()
                            ? List.of(Arithmetic.BF16, Arithmetic.FLOAT32)
                            : List.of(Arithmetic.FLOAT32);
        };
    }
}
