package io.monge.serving.wire;

import io.monge.imaging.MalformedImageException;
import io.monge.runtime.kafka.Delivery;
import io.monge.schemas.image.BrokenImageException;
import io.monge.schemas.record.UpscaleRequest;
import java.util.List;
import java.util.function.Supplier;

/**
 * A request that has come as a whole, in one record or in pieces, or that will never be whole.
 *
 * @param records it came in, all of one partition, by offset
 */
record RequestedImage(List<Delivery<UpscaleRequest>> records, Supplier<byte[]> bytes) {

    RequestedImage {
        records = List.copyOf(records);
    }

    String id() {
        return records.get(0).value().getRequestId();
    }

    int partition() {
        return records.get(0).partition();
    }

    /**
     * Encoded, as it was sent.
     *
     * @throws MalformedImageException if the pieces do not make it
     */
    byte[] image() {
        try {
            return bytes.get();
        } catch (BrokenImageException e) {
            MalformedImageException.Kind kind =
                    switch (e.problem()) {
                        case TOO_LARGE -> MalformedImageException.Kind.TOO_LARGE;
                        case MALFORMED -> MalformedImageException.Kind.MALFORMED;
                    };
            throw new MalformedImageException(kind, e.getMessage(), e);
        }
    }

    /** False once another server reads the records again. */
    boolean isCurrent() {
        return records.stream().allMatch(Delivery::isCurrent);
    }
}
