package io.monge.schemas.snapshot;

import io.monge.schemas.record.ModelChunk;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.Sha256;
import io.monge.schemas.snapshot.CorruptSnapshotException.Problem;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Both halves of the snapshot protocol: bytes to chunks of at most {@link #MAX_PAYLOAD_BYTES}, and
 * chunks to bytes that are proven to be those of the manifest (count, length, SHA-256).
 */
public final class SnapshotChunks {

    /** Largest payload of a chunk, bytes. */
    public static final int MAX_PAYLOAD_BYTES = 512 * 1024;

    private SnapshotChunks() {}

    /**
     * Which snapshot some bytes are.
     *
     * @param model name of the model
     * @param version potential iterations
     * @param slot slot of the chunks in the compacted topic, from 0
     */
    public record Identity(String model, long version, int slot) {}

    /**
     * Cuts a snapshot into chunks, in order. The payloads share the given array: leave it unchanged
     * until the chunks are sent.
     *
     * @throws IllegalArgumentException if there are no bytes
     */
    public static List<ModelChunk> split(Identity identity, byte[] snapshot) {
        if (snapshot.length == 0) {
            throw new IllegalArgumentException("a snapshot of 0 bytes cannot be published");
        }
        int count = chunkCount(snapshot.length);
        List<ModelChunk> chunks = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            int from = index * MAX_PAYLOAD_BYTES;
            int length = Math.min(MAX_PAYLOAD_BYTES, snapshot.length - from);
            ByteBuffer payload = ByteBuffer.wrap(snapshot, from, length).slice();
            chunks.add(
                    new ModelChunk(
                            identity.model(),
                            identity.version(),
                            identity.slot(),
                            index,
                            count,
                            payload));
        }
        return chunks;
    }

    /** How many chunks a snapshot of so many bytes has. */
    public static int chunkCount(int snapshotBytes) {
        return (snapshotBytes - 1) / MAX_PAYLOAD_BYTES + 1;
    }

    /** Whether a chunk is a part of the manifest's snapshot. */
    public static boolean belongs(ModelChunk chunk, ModelManifest manifest) {
        return chunk.getVersion() == manifest.getVersion()
                && chunk.getSlot() == manifest.getSlot()
                && chunk.getModel().equals(manifest.getModel());
    }

    /**
     * Joins the chunks of one snapshot, given in any order, repetitions allowed.
     *
     * @throws CorruptSnapshotException if they are not exactly the manifest's snapshot
     */
    public static byte[] join(ModelManifest manifest, Collection<ModelChunk> chunks) {
        ModelChunk[] ordered = order(manifest, chunks);
        byte[] snapshot = new byte[(int) manifest.getByteLength()];
        int at = 0;
        for (ModelChunk chunk : ordered) {
            ByteBuffer payload = chunk.getPayload().duplicate();
            if (payload.remaining() > snapshot.length - at) {
                throw corrupt(
                        manifest,
                        "its chunks hold more than the %d bytes promised",
                        snapshot.length);
            }
            int length = payload.remaining();
            payload.get(snapshot, at, length);
            at += length;
        }
        if (at < snapshot.length) {
            throw corrupt(manifest, "its chunks hold %d bytes of %d", at, snapshot.length);
        }
        verify(manifest, snapshot);
        return snapshot;
    }

    /** SHA-256 of a snapshot, as the manifest carries it. */
    public static Sha256 sha256(byte[] snapshot) {
        try {
            return new Sha256(MessageDigest.getInstance("SHA-256").digest(snapshot));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Record key of a manifest: a newer one in the same slot replaces it. */
    public static String manifestKey(Identity identity) {
        return identity.model() + "/" + identity.slot();
    }

    /** Record key of a chunk. */
    public static String chunkKey(ModelChunk chunk) {
        return chunk.getModel() + "/" + chunk.getSlot() + "/" + chunk.getIndex();
    }

    private static ModelChunk[] order(ModelManifest manifest, Collection<ModelChunk> chunks) {
        checkShape(manifest);
        ModelChunk[] ordered = new ModelChunk[manifest.getChunkCount()];
        for (ModelChunk chunk : chunks) {
            if (!belongs(chunk, manifest)) {
                throw corrupt(
                        manifest,
                        "a chunk is of %s version %d in slot %d",
                        chunk.getModel(),
                        chunk.getVersion(),
                        chunk.getSlot());
            }
            if (chunk.getCount() != ordered.length
                    || chunk.getIndex() < 0
                    || chunk.getIndex() >= ordered.length) {
                throw corrupt(
                        manifest,
                        "a chunk calls itself number %d of %d, where %d are promised",
                        chunk.getIndex(),
                        chunk.getCount(),
                        ordered.length);
            }
            ordered[chunk.getIndex()] = chunk;
        }
        int missing = Arrays.asList(ordered).indexOf(null);
        if (missing >= 0) {
            throw corrupt(manifest, "chunk %d of %d is missing", missing, ordered.length);
        }
        return ordered;
    }

    private static void checkShape(ModelManifest manifest) {
        long length = manifest.getByteLength();
        if (length < 1 || length > Integer.MAX_VALUE - 8) {
            throw corrupt(manifest, "a length of %d bytes is impossible", length);
        }
        if (manifest.getChunkCount() != chunkCount((int) length)) {
            throw corrupt(
                    manifest,
                    "%d bytes are %d chunks, not %d",
                    length,
                    chunkCount((int) length),
                    manifest.getChunkCount());
        }
    }

    private static void verify(ModelManifest manifest, byte[] snapshot) {
        byte[] found = sha256(snapshot).bytes();
        if (!Arrays.equals(found, manifest.getSha256().bytes())) {
            HexFormat hex = HexFormat.of();
            throw new CorruptSnapshotException(
                    Problem.ALTERED,
                    sentence(
                            manifest,
                            "its SHA-256 is %s where %s is promised",
                            hex.formatHex(found),
                            hex.formatHex(manifest.getSha256().bytes())));
        }
    }

    private static CorruptSnapshotException corrupt(
            ModelManifest manifest, String problem, Object... values) {
        return new CorruptSnapshotException(
                Problem.INCOMPLETE, sentence(manifest, problem, values));
    }

    private static String sentence(ModelManifest manifest, String problem, Object... values) {
        return "snapshot %s version %d cannot be used: %s"
                .formatted(manifest.getModel(), manifest.getVersion(), problem.formatted(values));
    }
}
