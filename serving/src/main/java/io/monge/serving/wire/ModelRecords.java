package io.monge.serving.wire;

import io.monge.schemas.record.ModelManifest;
import io.monge.schemas.record.ModelPromotion;
import io.monge.schemas.record.PartitionOffset;
import io.monge.schemas.record.PromotedBy;
import io.monge.schemas.record.Score;
import io.monge.schemas.record.Sha256;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.PublishedModel.Origin;
import io.monge.serving.model.PublishedModel.Seen;
import io.monge.serving.model.PublishedModel.SnapshotLocation;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Manifests and promotions. */
final class ModelRecords {

    private ModelRecords() {}

    static PublishedModel published(ModelManifest manifest) {
        Long parent = manifest.getParent();
        return new PublishedModel(
                manifest.getModel(),
                manifest.getVersion(),
                origin(manifest),
                parent == null ? OptionalLong.empty() : OptionalLong.of(parent),
                manifest.getMap(),
                manifest.getScale(),
                manifest.getSolver(),
                manifest.getConfigHash(),
                manifest.getGitCommit(),
                scores(manifest.getScores()),
                manifest.getPublishedAt(),
                new SnapshotLocation(
                        manifest.getSlot(),
                        manifest.getFirstOffset(),
                        manifest.getChunkCount(),
                        manifest.getByteLength(),
                        HexFormat.of().formatHex(manifest.getSha256().bytes())));
    }

    private static Origin origin(ModelManifest manifest) {
        Long iteration = manifest.getIteration();
        return new Origin(
                manifest.getTraining(),
                iteration == null ? manifest.getVersion() : iteration,
                Optional.ofNullable(manifest.getParentSha256())
                        .map(hash -> HexFormat.of().formatHex(hash.bytes())),
                List.copyOf(manifest.getReanchors()),
                new Seen(offsets(manifest.getLrOffsets()), offsets(manifest.getHrOffsets())));
    }

    private static SortedMap<Integer, Long> offsets(List<PartitionOffset> offsets) {
        SortedMap<Integer, Long> byPartition = new TreeMap<>();
        offsets.forEach(it -> byPartition.put(it.getPartition(), it.getOffset()));
        return byPartition;
    }

    /**
     * The manifest again, as far as verifying the chunks needs it; what it was trained on is left
     * out.
     */
    static ModelManifest manifest(PublishedModel model) {
        SnapshotLocation location = model.location();
        return ModelManifest.newBuilder()
                .setModel(model.model())
                .setVersion(model.version())
                .setSlot(location.slot())
                .setFirstOffset(location.firstOffset())
                .setChunkCount(location.chunkCount())
                .setByteLength(location.byteLength())
                .setSha256(new Sha256(HexFormat.of().parseHex(location.sha256())))
                .setMap(model.map())
                .setScale(model.scale())
                .setSolver(model.solver())
                .setConfigHash(model.configHash())
                .setGitCommit(model.gitCommit())
                .setLrOffsets(List.of())
                .setHrOffsets(List.of())
                .setReanchors(List.of())
                .setScores(List.of())
                .setPublishedAt(model.publishedAt())
                .build();
    }

    static Promotion promotion(ModelPromotion promotion) {
        return new Promotion(
                promotion.getModel(),
                promotion.getVersion(),
                Promotion.By.valueOf(promotion.getBy().name()),
                promotion.getReason(),
                promotion.getPromotedAt());
    }

    static ModelPromotion promotion(Promotion promotion, Map<String, Double> scores) {
        return ModelPromotion.newBuilder()
                .setModel(promotion.model())
                .setVersion(promotion.version())
                .setBy(PromotedBy.valueOf(promotion.by().name()))
                .setReason(promotion.reason())
                .setScores(
                        scores.entrySet().stream()
                                .map(score -> new Score(score.getKey(), score.getValue()))
                                .toList())
                .setPromotedAt(promotion.promotedAt())
                .build();
    }

    private static Map<String, Double> scores(List<Score> scores) {
        Map<String, Double> byMetric = new LinkedHashMap<>();
        scores.forEach(score -> byMetric.put(score.getMetric(), score.getValue()));
        return byMetric;
    }
}
