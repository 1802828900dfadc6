package io.monge.ingest.wire;

import io.monge.ingest.Arrivals;
import io.monge.ingest.ArrivedImage;
import io.monge.ingest.Domain;
import io.monge.ingest.SourceSpec;
import io.monge.runtime.kafka.DeadLetters;
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
 * <p>Exactly once, for readers of committed records: an offset is committed with the patches of its
 * image ({@link KafkaArrivalLog}). What gives no patches goes to the dead letters, at least once.
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
        Refusals refusals = new Refusals(deadLetters);
        return source.deliveries().map(delivery -> new TopicImage(delivery, refusals));
    }

    /** Nobody waits: what is not settled is read again. */
    @Override
    public void settle() {}

    @Override
    public void close() {
        opened.forEach(source -> source.awaitClosed(LEAVE_TIMEOUT));
    }
}
