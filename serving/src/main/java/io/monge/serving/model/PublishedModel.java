package io.monge.serving.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A snapshot as its manifest describes it: lineage, scores, and where its bytes lie.
 *
 * @param version unlike any other's of this model
 * @param origin the training it is of
 * @param parent version it was trained on from, if any
 * @param map architecture as JSON
 * @param scale upscaling factor
 * @param solver kebab-case name of the solver
 * @param scores metric name to value, in the order of the manifest
 */
public record PublishedModel(
        String model,
        long version,
        Origin origin,
        OptionalLong parent,
        String map,
        int scale,
        String solver,
        String configHash,
        String gitCommit,
        Map<String, Double> scores,
        Instant publishedAt,
        SnapshotLocation location) {

    /**
     * The training a snapshot is of.
     *
     * @param training its name; empty if the manifest does not say
     * @param iteration potential iterations of it
     * @param parentSha256 of the parent's bytes, lower-case hexadecimal
     */
    public record Origin(String training, long iteration, Optional<String> parentSha256) {}

    /**
     * Where a snapshot's bytes lie on the chunk topic.
     *
     * @param slot turns over: a later snapshot reuses it, and compaction then drops this one
     * @param firstOffset offset of the first chunk
     * @param sha256 of the joined bytes, lower-case hexadecimal
     */
    public record SnapshotLocation(
            int slot, long firstOffset, int chunkCount, long byteLength, String sha256) {}
}
