package io.monge.ot.snapshot;

import ai.djl.engine.EngineException;
import java.util.Locale;

/** The device had no memory for so many pixels at once; fewer may fit. */
public final class DeviceMemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** This, if that is what the engine's words mean; it has no exception of its own for it. */
    static RuntimeException orWhatItWas(EngineException failed) {
        String words = String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT);
        boolean memory =
                words.contains("allocate memory") // CPU
                        || words.contains("out of memory") // CUDA
                        || words.contains("bad_alloc");
        return memory
                ? new DeviceMemoryException("The device has no memory for these tiles", failed)
                : failed;
    }
}
