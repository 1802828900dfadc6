package io.monge.trainer;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.wire.CheckpointLog;
import io.monge.trainer.wire.CheckpointLog.Stored;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the newest checkpoints are beside the disk: a topic, so that a lost disk loses nothing. The
 * disk stays the first home: what the topic does not take is said and counted, and training goes
 * on.
 *
 * <p>Owned by the training thread; whoever opens it closes it.
 */
final class SecondHome implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecondHome.class);

    private final Optional<CheckpointLog> log;
    private final int slots;
    private final MetricEmitter metrics;
    private final Map<Integer, Integer> chunks = new HashMap<>(); // of what is in a slot
    private int slot;

    private SecondHome(Optional<CheckpointLog> log, int slots, MetricEmitter metrics) {
        this.log = log;
        this.slots = slots;
        this.metrics = metrics;
    }

    /** There is none. */
    static SecondHome none() {
        return new SecondHome(Optional.empty(), 0, MetricEmitter.discarding());
    }

    /** As configured: {@code trainer.checkpoint.topic}. */
    static SecondHome open(TrainerConfig config, KafkaConnection kafka, MetricEmitter metrics) {
        int slots = config.checkpoint().topic();
        if (slots == 0) {
            return none();
        }
        CheckpointLog log = new CheckpointLog(kafka, config.model());
        SecondHome home = new SecondHome(Optional.of(log), slots, metrics);
        List<Stored> stored = log.stored();
        stored.forEach(it -> home.chunks.put(it.slot(), it.chunks()));
        home.slot = stored.isEmpty() ? 0 : (stored.get(0).slot() + 1) % slots;
        return home;
    }

    /** Sends a checkpoint that is safe on the disk. */
    void keep(Path file) {
        log.ifPresent(it -> keep(it, file));
    }

    private void keep(CheckpointLog topic, Path file) {
        try {
            chunks.put(slot, topic.append(file, slot, chunks.getOrDefault(slot, 0)));
            slot = (slot + 1) % slots;
        } catch (RuntimeException e) {
            LOG.warn("The checkpoint {} is on the disk alone: {}", file, e.getMessage());
            metrics.emit(Metric.TRAINER_CHECKPOINT_UNSENT, 1);
        }
    }

    /**
     * Brings back the newest checkpoint whose bytes are those its name promises.
     *
     * @param check throws if it is of no use here; it is not brought back then
     * @return whether there was one
     */
    boolean restore(CheckpointDirectory directory, Consumer<Checkpoint> check) {
        if (log.isEmpty()) {
            return false;
        }
        for (Stored stored : log.get().stored()) {
            if (directory.adopt(stored.file(), into -> log.get().fetch(stored, into), check)) {
                LOG.warn("Checkpoint {} has been fetched from its topic", stored.file());
                return true;
            }
            LOG.warn("Checkpoint {} on its topic is damaged", stored.file());
        }
        return false;
    }

    @Override
    public void close() {
        log.ifPresent(CheckpointLog::close);
    }
}
