package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Differentiation, memory and arithmetic that DJL does not offer, or not safely: {@code
 * NDArray.mul(Number)} and its relatives leave autograd pointing into Java memory, which the
 * garbage collector frees. Here scalars travel by value.
 *
 * <p>Results belong to the manager of the first operand: data first, parameters second. Stateless;
 * any thread.
 */
public final class TorchOps {
    private TorchOps() {}

    /**
     * Gradients of a scalar; zeros where an input does not matter.
     *
     * @param output scalar with a graph; the graph is consumed
     * @param inputs arrays that require gradients
     */
    public static List<NDArray> grad(NDArray output, List<NDArray> inputs) {
        return gradCall(output, inputs, false);
    }

    /** As {@link #grad}, but the gradients can be differentiated again. */
    public static List<NDArray> differentiableGrad(NDArray output, List<NDArray> inputs) {
        return gradCall(output, inputs, true);
    }

    private static List<NDArray> gradCall(NDArray output, List<NDArray> inputs, boolean graph) {
        return new OperatorCall("grad")
                .with(output)
                .with(inputs)
                .with(graph)
                .arrays(output.getManager());
    }

    /**
     * Whether every value is a number. Waits for the device.
     *
     * @param arrays of any number formats; huge values whose squares overflow do not count as
     *     finite
     */
    public static boolean areFinite(List<NDArray> arrays) {
        NDManager owner = arrays.get(0).getManager();
        try (NDArray answer = new OperatorCall("are_finite").with(arrays).array(owner)) {
            return answer.getFloat() != 0;
        }
    }

    /** A row-major copy in native memory, in the graph if {@code x} is. */
    public static NDArray rowMajor(NDArray x) {
        return new OperatorCall("row_major").with(x).array(x.getManager());
    }

    /** A copy in native memory that lies as {@code x} does, in the graph if {@code x} is. */
    public static NDArray copy(NDArray x) {
        return new OperatorCall("copy").with(x).array(x.getManager());
    }

    /** The same values and memory, cut from the graph. */
    public static NDArray detach(NDArray x) {
        return new OperatorCall("detach").with(x).array(x.getManager());
    }

    /** The number of an array of one element, without its graph; waits for the device. */
    public static double value(NDArray scalar) {
        return detach(scalar).getFloat();
    }

    /** The same values and memory as a new variable to differentiate by. */
    public static NDArray variable(NDArray x) {
        return new OperatorCall("leaf").with(x).array(x.getManager());
    }

    /** Copies values, array by array, into existing memory; call it without gradients. */
    public static void copyInto(List<NDArray> targets, List<NDArray> sources) {
        new OperatorCall("copy_").with(targets).with(sources).inPlace();
    }

    /** targets += weight · (ends - targets), array by array; call it without gradients. */
    public static void moveTowards(List<NDArray> targets, List<NDArray> ends, double weight) {
        new OperatorCall("lerp_").with(targets).with(ends).with(weight).inPlace();
    }

    /**
     * Adds scalars to a running total on the device, so that reading them needs one synchronisation
     * for many steps.
     *
     * @param total (k)
     * @param values k scalars
     */
    public static void tally(NDArray total, List<NDArray> values) {
        new OperatorCall("tally_").with(total).with(values).inPlace();
    }

    /** factor · x. */
    public static NDArray scale(NDArray x, double factor) {
        return new OperatorCall("scale").with(x).with(factor).array(x.getManager());
    }

    /** x + y, overwriting x, which no other operator's gradient may need. */
    public static NDArray addInPlace(NDArray x, NDArray y) {
        new OperatorCall("add_").with(x).with(y).inPlace();
        return x;
    }

    /** x + factor · y. */
    public static NDArray addScaled(NDArray x, NDArray y, double factor) {
        return new OperatorCall("add_scaled").with(x).with(y).with(factor).array(x.getManager());
    }

    /** (n, ...) → (n): mean over all axes but the first. */
    public static NDArray meanPerSample(NDArray x) {
        return new OperatorCall("mean_per_sample").with(x).array(x.getManager());
    }

    /** (n, ...) → (n): Euclidean norm over all axes but the first; its gradient at 0 is 0. */
    public static NDArray normPerSample(NDArray x) {
        return new OperatorCall("norm_per_sample").with(x).array(x.getManager());
    }

    /** weights · x + (1 - weights) · y, broadcast. */
    public static NDArray interpolate(NDArray x, NDArray y, NDArray weights) {
        return new OperatorCall("interpolate").with(x).with(y).with(weights).array(x.getManager());
    }

    /**
     * Host values as an array in native memory.
     *
     * @param scope owns the array
     */
    public static NDArray upload(NDManager scope, float[] values, long... shape) {
        try (NDManager host = scope.newSubManager()) {
            NDArray borrowed = host.create(values, new ai.djl.ndarray.types.Shape(shape));
            NDArray owned = copy(borrowed);
            owned.attach(scope);
            return owned;
        }
    }
}
