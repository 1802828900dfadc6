package ai.djl.pytorch.jni;

import ai.djl.Device;
import java.io.IOException;
import java.io.InputStream;

/**
 * The one door to DJL's package-private native library: runs a method of a TorchScript module with
 * autograd left on, which DJL's own call switches off. Handles are native pointers; {@code
 * io.monge.ot.tensor.OperatorCall} is the only caller.
 */
public final class ScriptBridge {
    private static final PyTorchLibrary LIBRARY = PyTorchLibrary.LIB;

    private ScriptBridge() {}

    /** Loads a module from a stream, which keeps it differentiable; returns its handle. */
    public static long load(InputStream archive) throws IOException {
        return JniUtils.loadModuleHandle(archive, Device.cpu(), true, false);
    }

    /** Runs a method on boxed values; returns a boxed value. */
    public static long run(long module, String method, long[] values) {
        return LIBRARY.moduleRunMethod(module, method, values, true, false);
    }

    /** Boxes a tensor by handle. */
    public static long box(long tensor) {
        return LIBRARY.iValueFromTensor(tensor);
    }

    /** Boxes a list of tensors by handle. */
    public static long boxAll(long[] tensors) {
        return LIBRARY.iValueFromTensorList(tensors);
    }

    /** Boxes an int of TorchScript. */
    public static long boxInteger(long value) {
        return LIBRARY.iValueFromLong(value);
    }

    /** Boxes a float of TorchScript. */
    public static long boxReal(double value) {
        return LIBRARY.iValueFromDouble(value);
    }

    /** Boxes a bool of TorchScript. */
    public static long boxTruth(boolean value) {
        return LIBRARY.iValueFromBool(value);
    }

    /** The tensor in a boxed value: a new handle that its owner deletes. */
    public static long unbox(long value) {
        return LIBRARY.iValueToTensor(value);
    }

    /** The tensors in a boxed list: new handles. */
    public static long[] unboxAll(long value) {
        return LIBRARY.iValueToTensorList(value);
    }

    /** Frees a boxed value, not what is in it. */
    public static void free(long value) {
        LIBRARY.torchDeleteIValue(value);
    }
}
