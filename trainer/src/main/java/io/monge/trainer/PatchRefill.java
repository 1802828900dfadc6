package io.monge.trainer;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.ScanEnd;
import io.monge.runtime.kafka.TopicReader;
import io.monge.schemas.record.ImagePatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the patches a checkpoint names back from the log. On the caller's thread. */
final class PatchRefill {

    private static final Logger LOG = LoggerFactory.getLogger(PatchRefill.class);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final PatchTopic topic;
    private final TopicReader<ImagePatch> reader;

    PatchRefill(KafkaConnection kafka, PatchTopic topic) {
        this.topic = topic;
        this.reader = kafka.reader(topic.topic());
    }

    /**
     * @return the state's patches that the log still has; the others are logged as missing
     * @throws IllegalStateException if the broker takes too long
     */
    Map<StreamPosition, StreamedPatch> read(StreamState state) {
        Set<StreamPosition> wanted = state.members();
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
                    topic.topic().name());
        }
        return found;
    }

    private void read(
            int partition, Set<StreamPosition> wanted, Map<StreamPosition, StreamedPatch> found) {
        long first = wanted.stream().mapToLong(StreamPosition::offset).min().orElseThrow();
        long last = wanted.stream().mapToLong(StreamPosition::offset).max().orElseThrow();
        ScanEnd end =
                reader.scan(
                        partition,
                        first,
                        record -> {
                            StreamPosition at = new StreamPosition(partition, record.offset());
                            if (wanted.contains(at)) {
                                keep(at, record, found);
                            }
                            return record.offset() >= last;
                        },
                        TIMEOUT);
        if (end == ScanEnd.DEADLINE) {
            throw new IllegalStateException(
                    "The patches of the checkpoint could not be read back from %s within %d s"
                            .formatted(topic.topic().name(), TIMEOUT.toSeconds()));
        }
    }

    private void keep(
            StreamPosition at,
            Received<ImagePatch> record,
            Map<StreamPosition, StreamedPatch> found) {
        try {
            ImagePatch patch = record.value();
            found.put(at, new StreamedPatch(at, patch.getImageId(), topic.decoder().decode(patch)));
        } catch (IllegalArgumentException e) {
            // The topic was made anew, or the patch size changed: this is not the patch it was.
            LOG.debug("{} at {}: {}", topic.topic().name(), at, e.getMessage());
        }
    }
}
