package io.monge.trainer.wire;

import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.Delivery;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSource;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.ScanEnd;
import io.monge.runtime.kafka.Start;
import io.monge.schemas.Topic;
import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ImagePatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * One of the two topics of patches: followed from offsets the trainer keeps itself, and read again
 * where a checkpoint names records of it. Holds nothing open but the streams it has given out.
 */
public final class PatchLog {

    private static final Logger LOG = LoggerFactory.getLogger(PatchLog.class);
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(2);

    private final KafkaConnection kafka;
    private final Topic<ImagePatch> topic;
    private final PatchDecoder decoder;
    private final DeadLetters deadLetters;

    private PatchLog(
            KafkaConnection kafka,
            Topic<ImagePatch> topic,
            PatchDecoder decoder,
            DeadLetters deadLetters) {
        this.kafka = kafka;
        this.topic = topic;
        this.decoder = decoder;
        this.deadLetters = deadLetters;
    }

    /**
     * The samples of P.
     *
     * @param side of the square patches the networks take, px
     */
    public static PatchLog lr(KafkaConnection kafka, DeadLetters deadLetters, int side) {
        PatchDecoder decoder = new PatchDecoder(Domain.LR, side);
        return new PatchLog(kafka, kafka.topics().patchesLr(), decoder, deadLetters);
    }

    /**
     * The samples of Q.
     *
     * @param side of the square patches the networks take, px
     */
    public static PatchLog hr(KafkaConnection kafka, DeadLetters deadLetters, int side) {
        PatchDecoder decoder = new PatchDecoder(Domain.HR, side);
        return new PatchLog(kafka, kafka.topics().patchesHr(), decoder, deadLetters);
    }

    /** Name of the topic. */
    public String name() {
        return topic.name();
    }

    /** Partitions the topic has by now, which may be more than the catalogue's; asks the broker. */
    public int partitions() {
        return kafka.reader(topic).partitions();
    }

    /**
     * Opens the stream of patches.
     *
     * @param next offset of the first record by partition; the others begin at their oldest record
     * @param onLoss told, on the consumer's thread, how many records retention had dropped
     */
    public Following follow(Map<Integer, Long> next, LongConsumer onLoss) {
        ReadOptions options =
                ReadOptions.from(Start.at(next)).reportingLoss(lost -> onLoss.accept(lost.count()));
        return new Following(kafka.source(topic, options, deadLetters));
    }

    /** A stream of patches, fetched only as the subscriber asks for them. */
    public final class Following {

        private final KafkaSource<ImagePatch> source;

        private Following(KafkaSource<ImagePatch> source) {
            this.source = source;
        }

        /**
         * In order within a partition, each once. What the networks cannot take goes to the dead
         * letters instead; after a restart it may go there again.
         */
        public Flux<StreamedPatch> patches() {
            // handle() asks for another record in the place of one it passes nothing on for.
            return source.deliveries().handle(this::decode);
        }

        private void decode(Delivery<ImagePatch> delivery, SynchronousSink<StreamedPatch> sink) {
            try {
                sink.next(patch(delivery.received()));
            } catch (IllegalArgumentException e) {
                deadLetters.refuse(delivery, e.getMessage());
            }
        }

        /** Records in the log and not yet fetched, about a second ago. Any thread. */
        public long lag() {
            return source.lag();
        }

        /** After the subscription has been cancelled: false if the consumer is still there then. */
        public boolean awaitClosed(Duration timeout) {
            return source.awaitClosed(timeout);
        }
    }

    /**
     * Reads certain patches again; blocks.
     *
     * @return those of them that the log still has; the others are logged as missing
     * @throws IllegalStateException if the broker takes too long
     */
    public Map<StreamPosition, StreamedPatch> read(Set<StreamPosition> wanted) {
        Map<StreamPosition, StreamedPatch> found = new HashMap<>();
        wanted.stream()
                .collect(Collectors.groupingBy(StreamPosition::partition, Collectors.toSet()))
                .forEach((partition, positions) -> read(partition, positions, found));
        int missing = wanted.size() - found.size();
        if (missing > 0) {
            LOG.warn(
                    "{} of the {} patches the checkpoint names are no longer in {}: the reservoir starts smaller",
                    missing,
                    wanted.size(),
                    name());
        }
        return found;
    }

    private void read(
            int partition, Set<StreamPosition> wanted, Map<StreamPosition, StreamedPatch> found) {
        long first = wanted.stream().mapToLong(StreamPosition::offset).min().orElseThrow();
        long last = wanted.stream().mapToLong(StreamPosition::offset).max().orElseThrow();
        ScanEnd end =
                kafka.reader(topic)
                        .scan(
                                partition,
                                first,
                                record -> {
                                    patchAt(wanted, record)
                                            .ifPresent(it -> found.put(it.position(), it));
                                    return record.offset() >= last;
                                },
                                READ_TIMEOUT);
        if (end == ScanEnd.DEADLINE) {
            throw new IllegalStateException(
                    "The patches of the checkpoint could not be read back from %s within %d s"
                            .formatted(name(), READ_TIMEOUT.toSeconds()));
        }
    }

    private Optional<StreamedPatch> patchAt(
            Set<StreamPosition> wanted, Received<ImagePatch> record) {
        if (!wanted.contains(positionOf(record))) {
            return Optional.empty();
        }
        try {
            return Optional.of(patch(record));
        } catch (IllegalArgumentException e) {
            // The topic was made anew: this is not the patch it was.
            LOG.debug("{} at {}: {}", name(), positionOf(record), e.getMessage());
            return Optional.empty();
        }
    }

    private StreamedPatch patch(Received<ImagePatch> record) {
        ImagePatch patch = record.value();
        return new StreamedPatch(positionOf(record), patch.getImageId(), decoder.decode(patch));
    }

    private static StreamPosition positionOf(Received<?> record) {
        return new StreamPosition(record.partition(), record.offset());
    }
}
