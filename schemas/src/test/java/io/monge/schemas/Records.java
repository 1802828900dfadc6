package io.monge.schemas;

import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.record.MetricSample;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Records that tests write. */
public final class Records {

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Records() {}

    public static ImagePatch patch() {
        return new ImagePatch(
                "cat", Domain.LR, 2, 1, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6}), 7, 8, NOON);
    }

    public static MetricSample sample(double value) {
        return new MetricSample("trainer.map.loss", "trainer", "1", value, 500L, null, NOON);
    }
}
