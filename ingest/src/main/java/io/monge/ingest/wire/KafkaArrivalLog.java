package io.monge.ingest.wire;

import io.monge.ingest.ArrivalLog;
import io.monge.ingest.Domain;
import io.monge.ingest.Patch;
import io.monge.runtime.kafka.Delivery;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.TransactionalSink;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ImagePatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Patches and the offsets of their images in one transaction. A batch whose partitions move
 * meanwhile is sent again without the images that others read now.
 */
final class KafkaArrivalLog implements ArrivalLog {

    /** Until the group has settled: a member learns of its new generation with a poll. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final int ATTEMPTS = 300;

    private final Topic<ImagePatch> patches;
    private final TransactionalSink sink;
    private final ProcessName name;

    private KafkaArrivalLog(Topic<ImagePatch> patches, TransactionalSink sink, ProcessName name) {
        this.patches = patches;
        this.sink = sink;
        this.name = name;
    }

    /**
     * Ends what a killed process of this name has left open: nothing behind it could be read.
     *
     * @param names where processes that work side by side keep their names
     */
    static KafkaArrivalLog open(KafkaConnection kafka, Domain domain, Path names) {
        Topics topics = kafka.topics();
        String side = domain.name().toLowerCase(Locale.ROOT);
        ProcessName name = ProcessName.take(names, patchesOf(topics, domain).name());
        TransactionalSink sink =
                kafka.transactionalSink("ingest." + side + ".topic." + name.name());
        try {
            sink.takeOver();
        } catch (RuntimeException e) {
            sink.close();
            name.close();
            throw e;
        }
        return new KafkaArrivalLog(patchesOf(topics, domain), sink, name);
    }

    private static Topic<ImagePatch> patchesOf(Topics topics, Domain domain) {
        return domain == Domain.LR ? topics.patchesLr() : topics.patchesHr();
    }

    @Override
    public Mono<List<Patch>> append(List<Patch> batch) {
        return Mono.defer(() -> send(batch.stream().filter(KafkaArrivalLog::isOurs).toList()))
                .retryWhen(
                        Retry.fixedDelay(ATTEMPTS, PAUSE).filter(TransactionalSink::isOfARebalance))
                .onErrorMap(KafkaArrivalLog::explained);
    }

    private static boolean isOurs(Patch patch) {
        return image(patch).delivery().isCurrent();
    }

    private Mono<List<Patch>> send(List<Patch> ours) {
        if (ours.isEmpty()) {
            return Mono.just(ours);
        }
        Set<Delivery<byte[]>> read = new LinkedHashSet<>();
        ours.forEach(patch -> read.add(image(patch).delivery()));
        return image(ours.get(0))
                .refusals()
                .written()
                .then(
                        sink.transactLater(
                                open -> {
                                    ours.forEach(
                                            patch -> open.send(patches, PatchRecords.keyed(patch)));
                                    open.consumed(read);
                                    return ours;
                                }));
    }

    private static TopicImage image(Patch patch) {
        if (patch.share().receipt() instanceof TopicImage image) {
            return image;
        }
        throw new IllegalArgumentException(patch.imageId() + " did not come from a topic");
    }

    private static IllegalStateException explained(Throwable cause) {
        return new IllegalStateException(
                "The patches of images from a topic cannot be sent: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        sink.close();
        name.close();
    }
}
