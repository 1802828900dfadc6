package io.monge.trainer.wire;

import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.Keyed;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.kafka.ScanEnd;
import io.monge.runtime.kafka.TransactionalSink;
import io.monge.schemas.Topic;
import io.monge.schemas.record.CheckpointChunk;
import io.monge.schemas.snapshot.SnapshotChunks;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The checkpoints of one model on {@code model.checkpoints}: each a file in chunks, written in one
 * transaction, so that a reader of committed records sees all of it or nothing.
 *
 * <p>A slot is overwritten by the checkpoint that comes so many later; what the older one had more
 * of chunks is removed. One chunk at a time is in memory. Called by one thread at a time; blocks.
 */
public final class CheckpointLog implements AutoCloseable {

    private static final Duration SCAN_TIMEOUT = Duration.ofMinutes(5);

    private final Topic<CheckpointChunk> topic;
    private final KafkaConnection kafka;
    private final String model;
    private final TransactionalSink sink;

    public CheckpointLog(KafkaConnection kafka, String model) {
        this.kafka = kafka;
        this.topic = kafka.topics().modelCheckpoints();
        this.model = model;
        this.sink = kafka.transactionalSink("trainer.checkpoints." + model);
    }

    /**
     * A checkpoint all of whose chunks are there.
     *
     * @param file its name on the disk
     * @param slot it occupies
     * @param chunks their number
     * @param firstOffset of the first one
     */
    public record Stored(String file, int slot, int chunks, long firstOffset) {}

    /** Newest first, which the sequence number at the beginning of a name tells. */
    public List<Stored> stored() {
        Map<Integer, Stored> bySlot = new HashMap<>();
        Map<Integer, Integer> seen = new HashMap<>();
        visit(
                0,
                record -> {
                    CheckpointChunk chunk = record.value();
                    int slot = chunk.getSlot();
                    if (chunk.getIndex() == 0) {
                        bySlot.put(slot, stored(chunk, record.offset()));
                        seen.put(slot, 0);
                    }
                    if (bySlot.containsKey(slot)
                            && bySlot.get(slot).file().equals(chunk.getFile())) {
                        seen.merge(slot, 1, Integer::sum);
                    }
                    return false;
                });
        return bySlot.values().stream()
                .filter(it -> seen.get(it.slot()) == it.chunks())
                .sorted(Comparator.comparing(Stored::file).reversed())
                .toList();
    }

    private static Stored stored(CheckpointChunk first, long offset) {
        return new Stored(first.getFile(), first.getSlot(), first.getCount(), offset);
    }

    /** Writes the bytes of a checkpoint to a file, as they are on the topic. */
    public void fetch(Stored stored, Path into) {
        try (OutputStream out = Files.newOutputStream(into)) {
            int[] next = {0};
            visit(
                    stored.firstOffset(),
                    record -> {
                        CheckpointChunk chunk = record.value();
                        if (chunk.getFile().equals(stored.file()) && chunk.getIndex() == next[0]) {
                            write(chunk.getPayload(), out);
                            next[0]++;
                        }
                        return next[0] == stored.chunks();
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + into, e);
        }
    }

    private static void write(ByteBuffer payload, OutputStream out) {
        try {
            byte[] bytes = new byte[payload.remaining()];
            payload.duplicate().get(bytes);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void visit(long from, Predicate<Received<CheckpointChunk>> enough) {
        Predicate<Received<CheckpointChunk>> ours =
                record -> record.value().getModel().equals(model) && enough.test(record);
        if (kafka.reader(topic).scan(0, from, ours, SCAN_TIMEOUT) == ScanEnd.DEADLINE) {
            throw new IllegalStateException(
                    "%s could not be read within %d s"
                            .formatted(topic.name(), SCAN_TIMEOUT.toSeconds()));
        }
    }

    /**
     * Writes a checkpoint, all of it or nothing.
     *
     * @param slot whose older checkpoint it takes the place of
     * @param before chunks of that one; 0 if there is none
     * @return its chunks
     * @throws RuntimeException if the broker does not take it
     */
    public int append(Path file, int slot, int before) {
        try (FileChannel channel = FileChannel.open(file)) {
            int count = SnapshotChunks.chunkCount(Math.toIntExact(channel.size()));
            String name = file.getFileName().toString();
            return sink.transact(
                    transaction -> {
                        transaction.sendAndAwait(topic, () -> chunks(channel, name, slot, count));
                        for (int index = count; index < before; index++) {
                            transaction.remove(topic, key(slot, index));
                        }
                        return count;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private Iterator<Keyed<CheckpointChunk>> chunks(
            FileChannel file, String name, int slot, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        index ->
                                new Keyed<>(
                                        key(slot, index),
                                        new CheckpointChunk(
                                                model,
                                                name,
                                                slot,
                                                index,
                                                count,
                                                part(file, index))))
                .iterator();
    }

    private static ByteBuffer part(FileChannel file, int index) {
        try {
            long from = (long) index * SnapshotChunks.MAX_PAYLOAD_BYTES;
            int length = (int) Math.min(SnapshotChunks.MAX_PAYLOAD_BYTES, file.size() - from);
            ByteBuffer part = ByteBuffer.allocate(length);
            while (part.hasRemaining() && file.read(part, from + part.position()) >= 0) {
                // one read may give less than is there
            }
            return part.flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String key(int slot, int index) {
        return "%s/%d/%d".formatted(model, slot, index);
    }

    @Override
    public void close() {
        sink.close();
    }
}
