package io.monge.serving.upscale;

import java.time.Duration;

/** The answer would come too late; work on it has stopped or never begun. HTTP answers 504. */
public final class DeadlinePassedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeadlinePassedException(Duration allowed) {
        super("The image was not upscaled within " + allowed.toMillis() + " ms");
    }
}
