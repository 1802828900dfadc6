package io.monge.ingest.wire;

import io.monge.ingest.ArrivalLog;
import io.monge.ingest.Domain;
import io.monge.ingest.Patch;
import io.monge.ingest.PatchSink;
import io.monge.ingest.ReadingLog;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.schemas.record.ImagePatch;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/**
 * Patches to {@code patches.lr} and {@code patches.hr}, keyed by image.
 *
 * <p>A slow broker leaves sends pending, which stops the feeds from asking for more. A patch sent
 * on its own may be lost or may be on the topic when the process dies; those of folders go through
 * a {@link KafkaReadingLog}, those of topics through a {@link KafkaArrivalLog}.
 */
public final class KafkaPatchSink implements PatchSink {

    private final KafkaConnection kafka;
    private final KafkaSink<ImagePatch> lr;
    private final KafkaSink<ImagePatch> hr;

    private KafkaPatchSink(
            KafkaConnection kafka, KafkaSink<ImagePatch> lr, KafkaSink<ImagePatch> hr) {
        this.kafka = kafka;
        this.lr = lr;
        this.hr = hr;
    }

    /** Opens two producers; the topics must have been provisioned. */
    public static KafkaPatchSink open(KafkaConnection kafka) {
        return new KafkaPatchSink(
                kafka,
                kafka.sink(kafka.topics().patchesLr()),
                kafka.sink(kafka.topics().patchesHr()));
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
    public ReadingLog log(Domain domain, String reading) {
        return new KafkaReadingLog(kafka, domain, reading);
    }

    @Override
    public ArrivalLog arrivals(Domain domain) {
        return KafkaArrivalLog.open(kafka, domain, Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Override
    public void close() {
        lr.close();
        hr.close();
    }
}
