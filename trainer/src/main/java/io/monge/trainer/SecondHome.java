package io.monge.trainer;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.trainer.wire.CheckpointLog;
import io.monge.trainer.wire.CheckpointLog.Stored;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the newest checkpoints are beside the disk: a topic, so that a lost disk loses nothing. The
 * disk stays the first home: what the topic does not take is said and counted, and training goes
 * on. It does not wait either: a thread of its own sends, and a checkpoint whose turn has not come
 * when the next one is there is left out.
 *
 * <p>Methods belong to the training thread; whoever opens it closes it.
 */
final class SecondHome implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SecondHome.class);

    /** Longest wait for the last checkpoint to be sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Optional<CheckpointLog> log;
    private final int slots;
    private final MetricEmitter metrics;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(SecondHome::thread);
    private final AtomicReference<Optional<Path>> waiting = new AtomicReference<>(Optional.empty());

    // The sending thread's, once there is something to send.
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

    /** Sends a checkpoint that is safe on the disk, later. */
    void keep(Path file) {
        log.ifPresent(it -> keep(it, file));
    }

    private void keep(CheckpointLog topic, Path file) {
        waiting.getAndSet(Optional.of(file))
                .ifPresent(older -> unsent(older, "the next one was there before its turn came"));
        try {
            sender.execute(() -> sendNewest(topic));
        } catch (RejectedExecutionException e) {
            unsent(file, "the trainer is stopping");
        }
    }

    private void sendNewest(CheckpointLog topic) {
        waiting.getAndSet(Optional.empty()).ifPresent(file -> send(topic, file));
    }

    private void send(CheckpointLog topic, Path file) {
        try {
            chunks.put(slot, topic.append(file, slot, chunks.getOrDefault(slot, 0)));
            slot = (slot + 1) % slots;
        } catch (RuntimeException e) {
            unsent(file, e.getMessage());
        }
    }

    private void unsent(Path file, @Nullable String reason) {
        LOG.warn("The checkpoint {} is on the disk alone: {}", file, reason);
        metrics.emit(Metric.TRAINER_CHECKPOINT_UNSENT, 1);
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

    /** Waits for what is to be sent, for a bounded time. */
    @Override
    public void close() {
        sender.shutdown(); // what has been handed over before is still done
        try {
            if (!sender.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The topic has not taken the checkpoint in {} s", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.ifPresent(CheckpointLog::close);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "checkpoints");
        thread.setDaemon(true);
        return thread;
    }
}
