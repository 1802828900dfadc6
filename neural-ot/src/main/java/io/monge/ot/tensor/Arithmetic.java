package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The number format of convolutions. Losses, costs, linear layers, normalisations, averages and
 * updates are float32 in both.
 */
public enum Arithmetic {
    FLOAT32,
    /** 8 bits of exponent as float32 has, 8 bits of significand; sums inside are float32. */
    BF16;

    /**
     * The weights a network computes with: the masters themselves, or a copy with bf16
     * convolutions, to differentiate by if the masters are. {@link Parameters#follow} keeps it up
     * to date; running statistics are shared.
     *
     * @param owner of the copy
     */
    public Parameters working(NDManager owner, Parameters masters) {
        return switch (this) {
            case FLOAT32 -> masters;
            case BF16 -> narrowed(owner, masters);
        };
    }

    private static Parameters narrowed(NDManager owner, Parameters masters) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (String name : masters.names()) {
            NDArray master = masters.get(name);
            if (Parameters.isBuffer(name)) {
                arrays.put(name, master);
            } else {
                String operator = isOfConvolution(name, masters) ? "bf16_copy" : "detached_copy";
                NDArray copy = new OperatorCall(operator).with(master).array(owner);
                if (masters.areTrained()) {
                    copy.setRequiresGradient(true);
                }
                arrays.put(name, copy);
            }
        }
        return new Parameters(arrays);
    }

    private static boolean isOfConvolution(String name, Parameters masters) {
        String weight = name.substring(0, name.lastIndexOf('.') + 1) + "weight";
        return masters.has(weight) && masters.get(weight).getShape().dimension() == 4;
    }

    /** x in a weight's number format: where a network begins. Differentiable. */
    public static NDArray enter(NDArray x, NDArray weight) {
        return new OperatorCall("like").with(x).with(weight).array(x.getManager());
    }

    /** x as float32: where a network's convolutions end. Differentiable. */
    public static NDArray leave(NDArray x) {
        return new OperatorCall("float32").with(x).array(x.getManager());
    }
}
