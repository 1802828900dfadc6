package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.ScriptBridge;
import java.util.Arrays;
import java.util.List;

/** One call of an operator of {@code operators.py}: its arguments in order, then one run. */
final class OperatorCall {
    private static final int MOST_ARGUMENTS = 9;

    private final String operator;
    private final long[] values = new long[MOST_ARGUMENTS];
    private int count;

    OperatorCall(String operator) {
        this.operator = operator;
    }

    OperatorCall with(NDArray array) {
        return append(ScriptBridge.box(handle(array)));
    }

    OperatorCall with(List<NDArray> arrays) {
        long[] handles = new long[arrays.size()];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = handle(arrays.get(i));
        }
        return append(ScriptBridge.boxAll(handles));
    }

    OperatorCall with(long value) {
        return append(ScriptBridge.boxInteger(value));
    }

    OperatorCall with(double value) {
        return append(ScriptBridge.boxReal(value));
    }

    OperatorCall with(boolean value) {
        return append(ScriptBridge.boxTruth(value));
    }

    /** Runs an operator that returns one array, and gives the array to a manager. */
    NDArray array(NDManager owner) {
        long result = run();
        try {
            return new PtNDArray((PtNDManager) owner, ScriptBridge.unbox(result));
        } finally {
            ScriptBridge.free(result);
        }
    }

    /** Runs an operator that returns a list of arrays, and gives them to a manager. */
    List<NDArray> arrays(NDManager owner) {
        long result = run();
        try {
            return Arrays.stream(ScriptBridge.unboxAll(result))
                    .<NDArray>mapToObj(handle -> new PtNDArray((PtNDManager) owner, handle))
                    .toList();
        } finally {
            ScriptBridge.free(result);
        }
    }

    /** Runs an operator that works in place. */
    void inPlace() {
        ScriptBridge.free(run());
    }

    private long run() {
        try {
            return ScriptBridge.run(OperatorArchive.MODULE, operator, Arrays.copyOf(values, count));
        } finally {
            for (int i = 0; i < count; i++) {
                ScriptBridge.free(values[i]);
            }
        }
    }

    private OperatorCall append(long value) {
        values[count++] = value;
        return this;
    }

    private static long handle(NDArray array) {
        return ((PtNDArray) array).getHandle();
    }
}
