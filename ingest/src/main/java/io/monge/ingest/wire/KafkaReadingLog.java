package io.monge.ingest.wire;

import io.monge.ingest.Domain;
import io.monge.ingest.ImagePosition;
import io.monge.ingest.Patch;
import io.monge.ingest.ReadingLog;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.Keyed;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.RecordPosition;
import io.monge.runtime.kafka.ScanEnd;
import io.monge.runtime.kafka.TopicReader;
import io.monge.runtime.kafka.TransactionalSink;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.record.IngestPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;

/**
 * Patches and positions in one transaction: to the topic of patches and to {@code
 * ingest.positions}, which keeps the latest position of each image.
 *
 * <p>The transactional id is the reading's: a second process that reads the same folder takes over,
 * and the first is refused with a sentence.
 */
final class KafkaReadingLog implements ReadingLog {

    /** Another reading's process that was killed holds readers up until its transaction ends. */
    private static final Duration REPLAY_TIMEOUT = Duration.ofMinutes(3);

    private final String reading;
    private final Topic<ImagePatch> patches;
    private final Topic<IngestPosition> positions;
    private final TransactionalSink sink;
    private final TopicReader<IngestPosition> reader;

    KafkaReadingLog(KafkaConnection kafka, Domain domain, String name) {
        Topics topics = kafka.topics();
        String side = domain.name().toLowerCase(Locale.ROOT);
        this.reading = side + " " + name;
        this.patches = domain == Domain.LR ? topics.patchesLr() : topics.patchesHr();
        this.positions = topics.ingestPositions();
        this.sink = kafka.transactionalSink("ingest." + side + "." + digest(name));
        this.reader = kafka.reader(positions);
    }

    @Override
    public void resume(Visitor visitor) {
        // Everything of this reading lies before a mark that is written now.
        Keyed<IngestPosition> begun = PositionRecords.begun(reading);
        RecordPosition mark =
                sink.transact(open -> open.sendAndAwait(positions, List.of(begun)).get(0));
        AtomicLong next = new AtomicLong();
        long deadline = System.nanoTime() + REPLAY_TIMEOUT.toNanos();
        ScanEnd end = ScanEnd.END_OF_TOPIC;
        while (end != ScanEnd.SATISFIED) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative()) {
                throw new IllegalStateException(
                        "What has been read of '%s' cannot be told: offset %d of %s is not readable after %d s"
                                .formatted(
                                        reading,
                                        mark.offset(),
                                        positions.name(),
                                        REPLAY_TIMEOUT.toSeconds()));
            }
            end =
                    reader.scan(
                            mark.partition(),
                            next.get(),
                            record -> isMark(record, mark, next, visitor),
                            left);
        }
    }

    private boolean isMark(
            Received<IngestPosition> record,
            RecordPosition mark,
            AtomicLong next,
            Visitor visitor) {
        next.set(record.offset() + 1);
        if (record.offset() < mark.offset() && record.value().getReading().equals(reading)) {
            PositionRecords.tell(record.value(), visitor);
        }
        return record.offset() >= mark.offset();
    }

    @Override
    public Mono<Void> append(List<Patch> batch) {
        Map<String, ImagePosition> latest = new LinkedHashMap<>();
        batch.forEach(patch -> patch.reached().ifPresent(at -> latest.put(patch.imageId(), at)));
        return sink.transactLater(
                        open -> {
                            batch.forEach(patch -> open.send(patches, PatchRecords.keyed(patch)));
                            latest.values()
                                    .forEach(
                                            at ->
                                                    open.send(
                                                            positions,
                                                            PositionRecords.of(reading, at)));
                            return batch.size();
                        })
                .onErrorMap(this::explained)
                .then();
    }

    @Override
    public Mono<Void> endPass(long pass) {
        return sink.transactLater(
                        open -> {
                            open.send(positions, PositionRecords.passEnded(reading, pass));
                            return pass;
                        })
                .onErrorMap(this::explained)
                .then();
    }

    @Override
    public void close() {
        sink.close();
    }

    private IllegalStateException explained(Throwable cause) {
        return new IllegalStateException(
                "The patches of '%s' cannot be sent: %s. If another process reads the same folder, give one of them a reading of its own"
                        .formatted(reading, cause.getMessage()),
                cause);
    }

    /** Ids are short and plain, paths neither. */
    private static String digest(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
