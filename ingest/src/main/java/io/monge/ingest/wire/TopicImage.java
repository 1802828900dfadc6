package io.monge.ingest.wire;

import io.monge.ingest.ArrivedImage;
import io.monge.ingest.CutImage;
import io.monge.ingest.RefusedImages;
import io.monge.runtime.kafka.Delivery;

/** A record of a topic of images. */
final class TopicImage implements ArrivedImage {

    private static final int LONGEST_KEY = 1024;

    private final Delivery<byte[]> delivery;
    private final Refusals refusals;

    TopicImage(Delivery<byte[]> delivery, Refusals refusals) {
        this.delivery = delivery;
        this.refusals = refusals;
    }

    Delivery<byte[]> delivery() {
        return delivery;
    }

    Refusals refusals() {
        return refusals;
    }

    @Override
    public String id() {
        String key = delivery.key();
        return key.isEmpty() || key.length() > LONGEST_KEY
                ? "%s/%d/%d"
                        .formatted(
                                delivery.received().topic(),
                                delivery.partition(),
                                delivery.offset())
                : key;
    }

    @Override
    public byte[] encoded() {
        return delivery.value();
    }

    /** Else another process reads it. */
    @Override
    public boolean isAwaited() {
        return delivery.isCurrent();
    }

    @Override
    public void acknowledge(CutImage cut) {
        delivery.acknowledge();
    }

    @Override
    public void refuse(RefusedImages.Reason reason, String message) {
        refusals.refuse(delivery, message);
    }
}
