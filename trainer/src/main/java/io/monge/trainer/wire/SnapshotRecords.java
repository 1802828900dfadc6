package io.monge.trainer.wire;

import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.record.PartitionOffset;
import io.monge.schemas.record.PromotedBy;
import io.monge.schemas.record.Sha256;
import io.monge.schemas.snapshot.SnapshotChunks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What the trainer says about its snapshots → Avro records. Stateless. */
final class SnapshotRecords {
    private static final int MOST_REANCHORS = 256;

    private SnapshotRecords() {}

    /**
     * @param slot of the chunks
     * @param firstOffset of the chunks in their topic
     * @param snapshot all bytes of the snapshot
     * @param parent SHA-256 of the parent, if it is kept
     */
    static ModelManifest manifest(
            Lineage lineage, int slot, long firstOffset, byte[] snapshot, Optional<Sha256> parent) {
        ModelManifest.Builder manifest =
                ModelManifest.newBuilder()
                        .setModel(lineage.model())
                        .setVersion(lineage.version())
                        .setSlot(slot)
                        .setFirstOffset(firstOffset)
                        .setChunkCount(SnapshotChunks.chunkCount(snapshot.length))
                        .setByteLength(snapshot.length)
                        .setSha256(SnapshotChunks.sha256(snapshot))
                        .setMap(lineage.map())
                        .setScale(lineage.scale())
                        .setSolver(lineage.solver())
                        .setConfigHash(lineage.configHash())
                        .setGitCommit(lineage.gitCommit())
                        .setLrOffsets(offsets(lineage.lrOffsets()))
                        .setHrOffsets(offsets(lineage.hrOffsets()))
                        .setReanchors(newest(lineage.reanchors()))
                        .setScores(scores(lineage.scores()))
                        .setPublishedAt(Instant.now())
                        .setTraining(lineage.training())
                        .setIteration(lineage.iteration());
        parent.ifPresent(manifest::setParentSha256);
        lineage.parent().ifPresent(manifest::setParent);
        return manifest.build();
    }

    /** A training without end has re-anchors without end. */
    private static List<Long> newest(List<Long> reanchors) {
        int count = reanchors.size();
        return reanchors.subList(Math.max(0, count - MOST_REANCHORS), count);
    }

    /** The trainer's gate puts a version in service. */
    static ModelPromotion promotion(String model, long version, String reason, List<Score> scores) {
        return ModelPromotion.newBuilder()
                .setModel(model)
                .setVersion(version)
                .setBy(PromotedBy.GATE)
                .setReason(reason)
                .setScores(scores(scores))
                .setPromotedAt(Instant.now())
                .build();
    }

    /** What has been decided, by whomever. */
    static Current current(ModelPromotion promotion) {
        return new Current(
                promotion.getVersion(),
                promotion.getBy().name(),
                promotion.getScores().stream()
                        .map(score -> new Score(score.getMetric(), score.getValue()))
                        .toList());
    }

    private static List<PartitionOffset> offsets(SortedMap<Integer, Long> offsets) {
        return offsets.entrySet().stream()
                .map(entry -> new PartitionOffset(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<io.monge.schemas.record.Score> scores(List<Score> scores) {
        return scores.stream()
                .map(score -> new io.monge.schemas.record.Score(score.metric(), score.value()))
                .toList();
    }
}
