package io.monge.trainer;

import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.kafka.RecordPosition;
import io.monge.schemas.Topic;
import io.monge.schemas.record.Domain;
import io.monge.schemas.record.ImagePatch;
import io.monge.trainer.wire.StreamPosition;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * One stream of noise patches until it is told to stop: always as many on their way as the broker
 * may have unanswered, unless the training has fallen far behind. Keeps what was acknowledged.
 */
final class PatchLoad {

    private static final int UNANSWERED = 256;
    private static final int LEAD = 2_000;
    private static final int PARTITIONS = 4;

    private final KafkaSink<ImagePatch> sink;
    private final List<ImagePatch> patches;
    private final LongSupplier taken;
    private final Thread thread;

    private final Semaphore allowance = new Semaphore(UNANSWERED);
    private final Set<StreamPosition> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Long> lastAnswer = new ConcurrentHashMap<>();
    private final AtomicLong longestSilenceNanos = new AtomicLong();
    private volatile boolean stopping;

    /**
     * @param side of the patches, px
     * @param taken patches the training has taken of this stream
     */
    PatchLoad(Wire wire, Topic<ImagePatch> topic, Domain domain, int side, LongSupplier taken) {
        Random random = new Random(side);
        this.sink = wire.kafka().sink(topic);
        this.patches =
                Stream.generate(() -> Wire.noise(random, side))
                        .limit(64)
                        .map(noise -> Wire.patch("none", domain, noise))
                        .toList();
        this.taken = taken;
        this.thread = new Thread(this::run, "load-" + domain);
        thread.start();
    }

    private void run() {
        try {
            for (long sent = 0; !stopping; sent++) {
                while (sent - taken.getAsLong() > LEAD && !stopping) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                allowance.acquire();
                send(sent);
            }
            allowance.acquire(UNANSWERED); // all are answered
        } catch (InterruptedException e) {
            failures.add("interrupted");
        }
    }

    private void send(long number) {
        String id = "image-" + number;
        ImagePatch patch = patches.get((int) (number % patches.size()));
        sink.sendTo(
                        (int) (number % PARTITIONS),
                        id,
                        ImagePatch.newBuilder(patch).setImageId(id).build())
                .subscribe(
                        this::answered,
                        problem -> {
                            failures.add(String.valueOf(problem));
                            allowance.release();
                        });
    }

    private void answered(RecordPosition position) {
        long now = System.nanoTime();
        Long before = lastAnswer.put(position.partition(), now);
        longestSilenceNanos.accumulateAndGet(before == null ? 0 : now - before, Math::max);
        if (!acknowledged.add(new StreamPosition(position.partition(), position.offset()))) {
            failures.add("acknowledged twice: " + position);
        }
        allowance.release();
    }

    /** Sends no more; returns when everything has been answered. May be called again. */
    void stop() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }

    /** Where what the broker has taken lies. */
    Set<StreamPosition> acknowledged() {
        return acknowledged;
    }

    /** Reasons why something was not taken. */
    Set<String> failures() {
        return failures;
    }

    /** Longest time between two answers for a partition, seconds; from now on. */
    double longestSilence() {
        return longestSilenceNanos.getAndSet(0) / 1e9;
    }
}
