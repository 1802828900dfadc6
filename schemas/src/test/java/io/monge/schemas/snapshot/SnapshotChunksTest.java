package io.monge.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.schemas.record.ModelChunk;
import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.Sha256;
import io.monge.schemas.registry.EmbeddedRegistry;
import io.monge.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotChunksTest {

    private static final int MAX = SnapshotChunks.MAX_PAYLOAD_BYTES;
    private static final SnapshotChunks.Identity ID = new SnapshotChunks.Identity("map", 1500, 3);

    @BeforeAll
    static void avroTrustsOurRecords() {
        AvroSerde.of(EmbeddedRegistry.inMemory(), ModelManifest.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, MAX - 1, MAX, MAX + 1, 2 * MAX, 3 * MAX + 17})
    void whatIsSplitIsJoinedAgainInAnyOrderAndWithRepetitions(int length) {
        byte[] snapshot = random(length);
        List<ModelChunk> chunks = new ArrayList<>(SnapshotChunks.split(ID, snapshot));
        chunks.add(chunks.get(0));
        Collections.shuffle(chunks, new Random(length));

        assertThat(SnapshotChunks.join(manifest(snapshot), chunks)).isEqualTo(snapshot);
    }

    @Test
    void randomLengthsKeepTheProtocolsPromises() {
        Random lengths = new Random(1);
        for (int round = 0; round < 30; round++) {
            byte[] snapshot = random(1 + lengths.nextInt(4 * MAX));
            List<ModelChunk> chunks = SnapshotChunks.split(ID, snapshot);

            assertThat(chunks).hasSize(SnapshotChunks.chunkCount(snapshot.length));
            assertThat(chunks).allMatch(c -> c.getPayload().remaining() <= MAX);
            assertThat(chunks).allMatch(c -> c.getPayload().remaining() > 0);
            assertThat(new HashSet<>(chunks.stream().map(SnapshotChunks::chunkKey).toList()))
                    .hasSameSizeAs(chunks);
            assertThat(SnapshotChunks.join(manifest(snapshot), chunks)).isEqualTo(snapshot);
        }
    }

    @Test
    void oneFlippedBitAnywhereIsFound() {
        byte[] snapshot = random(MAX + 100);
        Random places = new Random(2);
        for (int round = 0; round < 20; round++) {
            byte[] altered = snapshot.clone();
            altered[places.nextInt(altered.length)] ^= (byte) (1 << places.nextInt(8));

            assertThatThrownBy(
                            () ->
                                    SnapshotChunks.join(
                                            manifest(snapshot), SnapshotChunks.split(ID, altered)))
                    .isInstanceOf(CorruptSnapshotException.class)
                    .hasMessageContaining("SHA-256");
        }
    }

    @Test
    void aMissingChunkIsNamed() {
        byte[] snapshot = random(3 * MAX);
        List<ModelChunk> chunks = new ArrayList<>(SnapshotChunks.split(ID, snapshot));
        chunks.remove(1);

        assertThatThrownBy(() -> SnapshotChunks.join(manifest(snapshot), chunks))
                .isInstanceOf(CorruptSnapshotException.class)
                .hasMessageContaining("snapshot map version 1500")
                .hasMessageContaining("chunk 1 of 3 is missing");
    }

    @Test
    void aChunkOfAnotherVersionIsRefused() {
        byte[] snapshot = random(2 * MAX);
        List<ModelChunk> chunks = new ArrayList<>(SnapshotChunks.split(ID, snapshot));
        chunks.set(
                0,
                SnapshotChunks.split(new SnapshotChunks.Identity("map", 2000, 3), snapshot).get(0));

        assertThatThrownBy(() -> SnapshotChunks.join(manifest(snapshot), chunks))
                .isInstanceOf(CorruptSnapshotException.class)
                .hasMessageContaining("version 2000");
    }

    @Test
    void aChunkOfTheWrongSizeIsRefusedBeforeItIsCopied() {
        byte[] snapshot = random(2 * MAX);
        List<ModelChunk> longer = new ArrayList<>(SnapshotChunks.split(ID, snapshot));
        longer.set(1, withPayload(longer.get(1), random(MAX + 1)));
        List<ModelChunk> shorter = new ArrayList<>(SnapshotChunks.split(ID, snapshot));
        shorter.set(1, withPayload(shorter.get(1), random(MAX - 1)));

        assertThatThrownBy(() -> SnapshotChunks.join(manifest(snapshot), longer))
                .isInstanceOf(CorruptSnapshotException.class)
                .hasMessageContaining("more than");
        assertThatThrownBy(() -> SnapshotChunks.join(manifest(snapshot), shorter))
                .isInstanceOf(CorruptSnapshotException.class)
                .hasMessageContaining("of " + 2 * MAX);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, Long.MAX_VALUE, 7L * MAX})
    void aManifestThatContradictsItselfIsRefusedBeforeMemoryIsTaken(long byteLength) {
        byte[] snapshot = random(10);
        ModelManifest manifest =
                ModelManifest.newBuilder(manifest(snapshot)).setByteLength(byteLength).build();

        assertThatThrownBy(() -> SnapshotChunks.join(manifest, SnapshotChunks.split(ID, snapshot)))
                .isInstanceOf(CorruptSnapshotException.class);
    }

    @Test
    void nothingCannotBePublished() {
        assertThatThrownBy(() -> SnapshotChunks.split(ID, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysTurnOverWithTheSlot() {
        ModelChunk chunk = SnapshotChunks.split(ID, random(10)).get(0);

        assertThat(SnapshotChunks.chunkKey(chunk)).isEqualTo("map/3/0");
        assertThat(SnapshotChunks.manifestKey(ID)).isEqualTo("map/3");
    }

    private static ModelChunk withPayload(ModelChunk chunk, byte[] payload) {
        return ModelChunk.newBuilder(chunk).setPayload(ByteBuffer.wrap(payload)).build();
    }

    private static ModelManifest manifest(byte[] snapshot) {
        Sha256 sha256 = SnapshotChunks.sha256(snapshot);
        return ModelManifest.newBuilder()
                .setModel(ID.model())
                .setVersion(ID.version())
                .setSlot(ID.slot())
                .setFirstOffset(0)
                .setChunkCount(SnapshotChunks.chunkCount(snapshot.length))
                .setByteLength(snapshot.length)
                .setSha256(sha256)
                .setMap("{}")
                .setScale(4)
                .setSolver("ots")
                .setConfigHash("")
                .setGitCommit("unknown")
                .setLrOffsets(List.of())
                .setHrOffsets(List.of())
                .setReanchors(List.of())
                .setScores(List.of())
                .setPublishedAt(Instant.EPOCH)
                .build();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
