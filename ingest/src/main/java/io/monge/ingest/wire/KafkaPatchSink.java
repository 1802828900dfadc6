package io.monge.ingest.wire;

import io.monge.ingest.Patch;
import io.monge.ingest.PatchSink;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.schemas.record.ImagePatch;
import reactor.core.publisher.Mono;

/**
 * Patches to {@code patches.lr} and {@code patches.hr}, keyed by image.
 *
 * <p>A slow broker leaves sends pending, which stops the feeds from asking for more. A patch that
 * was sent when the process died may be lost or may be on the topic: patches are random crops,
 * nothing depends on any one of them.
 */
public final class KafkaPatchSink implements PatchSink {

    private final KafkaSink<ImagePatch> lr;
    private final KafkaSink<ImagePatch> hr;

    private KafkaPatchSink(KafkaSink<ImagePatch> lr, KafkaSink<ImagePatch> hr) {
        this.lr = lr;
        this.hr = hr;
    }

    /** Opens two producers; the topics must have been provisioned. */
    public static KafkaPatchSink open(KafkaConnection kafka) {
        return new KafkaPatchSink(
                kafka.sink(kafka.topics().patchesLr()), kafka.sink(kafka.topics().patchesHr()));
    }

    @Override
    public Mono<Void> send(Patch patch) {
        KafkaSink<ImagePatch> sink =
                switch (patch.domain()) {
                    case LR -> lr;
                    case HR -> hr;
                };
        return sink.send(patch.imageId(), PatchRecords.of(patch)).then();
    }

    @Override
    public void close() {
        lr.close();
        hr.close();
    }
}
