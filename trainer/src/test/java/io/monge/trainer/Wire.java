package io.monge.trainer;

import io.monge.imaging.RgbImage;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.RecordPosition;
import io.monge.runtime.kafka.ScanEnd;
import io.monge.runtime.kafka.TopicAdmin;
import io.monge.schemas.Topic;
import io.monge.schemas.Topics;
import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ImagePatch;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Mono;

/** The topics of one test on a real broker: fills them with patches and reads what came out. */
final class Wire {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final KafkaConnection kafka;

    private Wire(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /** Provisions topics of its own. */
    static Wire open(String bootstrap, String prefix) {
        return open(bootstrap, prefix, EmbeddedRegistry.inMemory());
    }

    static Wire open(String bootstrap, String prefix, EmbeddedRegistry registry) {
        KafkaSettings settings = KafkaSettings.of(bootstrap, prefix);
        Topics topics = Topics.withPrefix(prefix);
        try (TopicAdmin admin = new TopicAdmin(settings)) {
            admin.provision(topics);
        }
        return new Wire(new KafkaConnection(settings, topics, registry));
    }

    KafkaConnection kafka() {
        return kafka;
    }

    Topics topics() {
        return kafka.topics();
    }

    /** Gives both topics of patches so many partitions, as an operator may. */
    void grow(int partitions) {
        NewPartitions more = NewPartitions.increaseTo(partitions);
        Map<String, NewPartitions> wanted =
                Map.of(topics().patchesLr().name(), more, topics().patchesHr().name(), more);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", kafka.settings().bootstrap()))) {
            admin.createPartitions(wanted).all().toCompletionStage().toCompletableFuture().join();
            awaitLeaders(admin, wanted.keySet(), partitions);
        }
    }

    /** A first batch that comes before the leader is there is overtaken by the second for good. */
    private static void awaitLeaders(Admin admin, Set<String> topics, int partitions) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (String topic : topics) {
            for (int partition = 0; partition < partitions; partition++) {
                ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
        admin.listOffsets(ends).all().toCompletionStage().toCompletableFuture().join();
    }

    /** Noise of both domains, spread evenly over the partitions. */
    void record(int patches) {
        record(patches, topics().patchesLr().partitions());
    }

    void record(int patches, int partitions) {
        Random random = new Random(patches);
        try (KafkaSink<ImagePatch> lr = kafka.sink(topics().patchesLr());
                KafkaSink<ImagePatch> hr = kafka.sink(topics().patchesHr())) {
            List<Mono<RecordPosition>> sends = new ArrayList<>();
            for (int i = 0; i < patches; i++) {
                String id = "image-" + i;
                sends.add(lr.sendTo(i % partitions, id, patch(id, Domain.LR, noise(random, 4))));
                sends.add(hr.sendTo(i % partitions, id, patch(id, Domain.HR, noise(random, 16))));
            }
            Mono.when(sends).block(DEADLINE);
        }
    }

    /** One record on P's topic, whatever it is. */
    void sendLr(ImagePatch patch) {
        try (KafkaSink<ImagePatch> lr = kafka.sink(topics().patchesLr())) {
            lr.send(patch.getImageId(), patch).block(DEADLINE);
        }
    }

    /** As retention does it: the records below the offset are gone from every partition of P. */
    void dropLrBefore(long offset) {
        Map<TopicPartition, RecordsToDelete> below = new HashMap<>();
        for (int partition = 0; partition < topics().patchesLr().partitions(); partition++) {
            below.put(
                    new TopicPartition(topics().patchesLr().name(), partition),
                    RecordsToDelete.beforeOffset(offset));
        }
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", kafka.settings().bootstrap()))) {
            admin.deleteRecords(below).all().toCompletionStage().toCompletableFuture().join();
        }
    }

    <V extends SpecificRecord> List<Received<V>> read(Topic<V> topic) {
        List<Received<V>> records = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            ScanEnd end =
                    kafka.reader(topic)
                            .scan(
                                    partition,
                                    0,
                                    record -> {
                                        records.add(record);
                                        return false;
                                    },
                                    DEADLINE);
            if (end == ScanEnd.DEADLINE) {
                throw new IllegalStateException(topic.name() + " could not be read in time");
            }
        }
        return records;
    }

    <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        return read(topic).stream().map(Received::value).toList();
    }

    static ImagePatch patch(String id, Domain domain, RgbImage pixels) {
        return ImagePatch.newBuilder()
                .setImageId(id)
                .setDomain(domain)
                .setWidth(pixels.width())
                .setHeight(pixels.height())
                .setPixels(ByteBuffer.wrap(pixels.pixels()))
                .setLeft(0)
                .setTop(0)
                .setIngestedAt(Instant.EPOCH)
                .build();
    }

    static RgbImage noise(Random random, int side) {
        byte[] pixels = new byte[RgbImage.byteLength(side, side)];
        random.nextBytes(pixels);
        return new RgbImage(side, side, pixels);
    }
}
