package io.monge.ingest.wire;

import io.monge.ingest.Arrivals;
import io.monge.ingest.ArrivedImage;
import io.monge.ingest.CutImage;
import io.monge.ingest.Domain;
import io.monge.ingest.RefusedImages;
import io.monge.ingest.SourceSpec;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.Delivery;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSource;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.runtime.kafka.TopicAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;

/**
 * Images from topics of the user's. All processes that read for a domain are one consumer group,
 * {@code ingest-lr} or {@code ingest-hr}; a new group begins with the oldest image.
 *
 * <p>At least once: after a crash, or a stop, the images whose patches were on their way are read
 * again. What gives no patches goes to the dead letters.
 */
public final class KafkaImageTopics implements Arrivals<SourceSpec.Topic> {

    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaConnection kafka;
    private final DeadLetters deadLetters;
    private final List<KafkaSource<byte[]>> opened = new CopyOnWriteArrayList<>();

    /**
     * @param deadLetters the caller's
     */
    public KafkaImageTopics(KafkaConnection kafka, DeadLetters deadLetters) {
        this.kafka = kafka;
        this.deadLetters = deadLetters;
    }

    @Override
    public void require(Domain domain, SourceSpec.Topic topic) {
        try (TopicAdmin admin = new TopicAdmin(kafka.settings())) {
            admin.require(topic.name());
        }
    }

    @Override
    public Flux<ArrivedImage> images(Domain domain, SourceSpec.Topic topic) {
        String role = "ingest-" + domain.name().toLowerCase(Locale.ROOT);
        KafkaSource<byte[]> source =
                kafka.bytes(topic.name(), ReadOptions.from(kafka.group(role)), deadLetters);
        opened.add(source);
        return source.deliveries().map(Arrived::new);
    }

    /** Nobody waits: what is not settled is read again. */
    @Override
    public void settle() {}

    @Override
    public void close() {
        opened.forEach(source -> source.awaitClosed(LEAVE_TIMEOUT));
    }

    private final class Arrived implements ArrivedImage {

        private static final int LONGEST_KEY = 1024;

        private final Delivery<byte[]> delivery;

        Arrived(Delivery<byte[]> delivery) {
            this.delivery = delivery;
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

        @Override
        public void acknowledge(CutImage cut) {
            delivery.acknowledge();
        }

        @Override
        public void refuse(RefusedImages.Reason reason, String message) {
            deadLetters.refuse(delivery, message);
        }
    }
}
