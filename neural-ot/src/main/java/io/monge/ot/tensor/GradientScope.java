package io.monge.ot.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Everything one step computes: all arrays of the step belong to {@link #manager()} and are freed
 * together, and the grad mode of this thread (PyTorch has one per thread) is restored.
 *
 * <p>Used by the thread that opened it.
 */
public final class GradientScope implements AutoCloseable {
    private final NDManager manager;
    private final boolean outerMode;

    private GradientScope(NDManager parent, boolean gradients) {
        manager = parent.newSubManager();
        outerMode = JniUtils.isGradMode();
        JniUtils.setGradMode(gradients);
    }

    /** A scope in which a graph is recorded. */
    public static GradientScope recording(NDManager parent) {
        return new GradientScope(parent, true);
    }

    /** A scope without gradients: inference, and in-place changes of weights. */
    public static GradientScope frozen(NDManager parent) {
        return new GradientScope(parent, false);
    }

    /** Owner of the step's arrays. */
    public NDManager manager() {
        return manager;
    }

    /** Computes something that is not differentiated, such as T(x) in the potential's update. */
    public static <T> T withoutGradient(Supplier<T> computation) {
        boolean mode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return computation.get();
        } finally {
            JniUtils.setGradMode(mode);
        }
    }

    /** Computes something that needs a graph whatever the mode, such as ∇ψ(x) of a frozen ψ. */
    public static <T> T withGradient(Supplier<T> computation) {
        boolean mode = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try {
            return computation.get();
        } finally {
            JniUtils.setGradMode(mode);
        }
    }

    /** Whether this thread records a graph. */
    public static boolean isRecording() {
        return JniUtils.isGradMode();
    }

    @Override
    public void close() {
        JniUtils.setGradMode(outerMode);
        manager.close();
    }
}
