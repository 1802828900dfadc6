package io.monge.ingest.wire;

import io.monge.ingest.Patch;
import io.monge.runtime.kafka.Keyed;
import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ImagePatch;
import java.nio.ByteBuffer;

/** {@link Patch} → {@link ImagePatch}: raw RGB8, since a codec costs many times what Kafka does. */
final class PatchRecords {

    private PatchRecords() {}

    /** Keyed by image. */
    static Keyed<ImagePatch> keyed(Patch patch) {
        return new Keyed<>(patch.imageId(), of(patch));
    }

    static ImagePatch of(Patch patch) {
        return ImagePatch.newBuilder()
                .setImageId(patch.imageId())
                .setDomain(domain(patch.domain()))
                .setWidth(patch.crop().image().width())
                .setHeight(patch.crop().image().height())
                .setPixels(ByteBuffer.wrap(patch.crop().image().pixels()))
                .setLeft(patch.crop().left())
                .setTop(patch.crop().top())
                .setIngestedAt(patch.ingestedAt())
                .build();
    }

    private static Domain domain(io.monge.ingest.Domain domain) {
        return switch (domain) {
            case LR -> Domain.LR;
            case HR -> Domain.HR;
        };
    }
}
