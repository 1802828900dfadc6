package io.monge.metrics;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.Metric;
import io.monge.schemas.record.DeadLetter;
import io.monge.schemas.record.MetricSample;
import io.monge.schemas.record.MetricWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Counts the samples on the topic again, as far as the application has committed, and compares the
 * final windows with those on the topic of windows. A window is final in the transaction of the
 * sample that closes it, so at any moment both must agree: nothing has to stand still for it.
 */
public final class WindowVerification {
    private final KafkaConnection kafka;
    private final Windowing windowing;

    /**
     * @param windowing that of the application
     */
    public WindowVerification(KafkaConnection kafka, Windowing windowing) {
        this.kafka = kafka;
        this.windowing = windowing;
    }

    /**
     * @param from windows that begin before are left out
     * @param to windows that end after are left out
     */
    public VerificationReport verify(Instant from, Instant to) {
        Recount recount;
        long behind;
        try (TopicScan scan = new TopicScan(kafka, kafka.topics().metricsSamples())) {
            Map<TopicPartition, Long> committed = committed();
            Map<TopicPartition, Long> end = scan.end();
            Map<TopicPartition, Long> upTo = new HashMap<>();
            end.forEach(
                    (partition, offset) ->
                            upTo.put(
                                    partition,
                                    Math.min(offset, committed.getOrDefault(partition, 0L))));
            behind = end.keySet().stream().mapToLong(p -> end.get(p) - upTo.get(p)).sum();
            recount = recount(scan, upTo);
        }
        Comparison comparison = new Comparison(recount, from, to);
        Map<WindowKey, MetricWindow> published = published(comparison);
        return comparison.of(published, behind, windowing);
    }

    /** What the application has taken note of: offsets and windows are of one transaction. */
    Map<TopicPartition, Long> committed() {
        String group = kafka.settings().topicPrefix() + MetricsTopology.NAME;
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
            return committed;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the offsets of group %s cannot be read: %s"
                            .formatted(group, e.getCause().getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Recount recount(TopicScan scan, Map<TopicPartition, Long> upTo) {
        Deserializer<MetricSample> values =
                kafka.serde(kafka.topics().metricsSamples()).deserializer();
        SampleReader reader =
                new SampleReader(
                        kafka.topics().metricsSamples().name(),
                        values,
                        Metric.RUNTIME_HEARTBEAT.id());
        Recount recount = new Recount(windowing, reader, refused());
        Set<TopicPartition> begun = new HashSet<>();
        scan.read(
                upTo,
                record -> {
                    TopicPartition partition =
                            new TopicPartition(record.topic(), record.partition());
                    if (begun.add(partition) && scan.isTruncated(partition)) {
                        recount.beginsLate(record);
                    }
                    recount.add(record);
                });
        return recount;
    }

    private Set<String> refused() {
        Set<String> places = new HashSet<>();
        Deserializer<DeadLetter> letters = kafka.serde(kafka.topics().deadLetters()).deserializer();
        try (TopicScan scan = new TopicScan(kafka, kafka.topics().deadLetters())) {
            scan.read(
                    scan.end(),
                    record -> {
                        DeadLetter letter = letters.deserialize(record.topic(), record.value());
                        if (letter.getTopic().equals(kafka.topics().metricsSamples().name())) {
                            places.add(Recount.place(letter.getPartition(), letter.getOffset()));
                        }
                    });
        }
        return places;
    }

    /** The newest state of each window, read after the recount: never older than it. */
    private Map<WindowKey, MetricWindow> published(Comparison comparison) {
        Map<WindowKey, MetricWindow> published = new HashMap<>();
        Deserializer<MetricWindow> windows =
                kafka.serde(kafka.topics().metricsWindows()).deserializer();
        List<Long> first = new ArrayList<>();
        try (TopicScan scan = new TopicScan(kafka, kafka.topics().metricsWindows())) {
            scan.read(
                    scan.end(),
                    record -> {
                        boolean truncated = scan.partitions().stream().anyMatch(scan::isTruncated);
                        if (first.isEmpty() && truncated) {
                            first.add(record.timestamp());
                            comparison.windowsBeginAt(Instant.ofEpochMilli(record.timestamp()));
                        }
                        MetricWindow window = windows.deserialize(record.topic(), record.value());
                        if (window != null) {
                            published.put(WindowKey.of(window), window);
                        }
                    });
        } catch (SerializationException e) {
            throw new IllegalStateException("a window cannot be read: " + e.getMessage(), e);
        }
        return published;
    }
}
