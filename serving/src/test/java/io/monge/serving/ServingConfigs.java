package io.monge.serving;

import io.monge.serving.upscale.QueueConfig;
import java.time.Duration;

/** Configurations of servers on a free port. */
final class ServingConfigs {

    private ServingConfigs() {}

    /** The defaults with another deadline and queue. */
    static ServingConfig of(Duration deadline, QueueConfig queue) {
        ServingConfig usual = ServingConfig.defaults();
        return new ServingConfig(
                usual.host(),
                0,
                usual.token(),
                usual.tls(),
                usual.origins(),
                usual.model(),
                usual.compute(),
                usual.maxBodyBytes(),
                usual.maxPixels(),
                usual.formats(),
                deadline,
                queue,
                usual.tile());
    }
}
