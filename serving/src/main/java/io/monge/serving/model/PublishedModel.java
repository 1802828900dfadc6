package io.monge.serving.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

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
     * @param reanchors iterations at which the dynamic cost froze a copy of the map, oldest first
     * @param seen what it was trained on
     */
    public record Origin(
            String training,
            long iteration,
            Optional<String> parentSha256,
            List<Long> reanchors,
            Seen seen) {

        /** One that says no more. */
        public Origin(String training, long iteration, Optional<String> parentSha256) {
            this(training, iteration, parentSha256, List.of(), Seen.NOTHING);
        }
    }

    /**
     * How far a training had read both streams.
     *
     * @param lr first offset of {@code patches.lr} not yet consumed, by partition
     * @param hr the same of {@code patches.hr}
     */
    public record Seen(SortedMap<Integer, Long> lr, SortedMap<Integer, Long> hr) {

        static final Seen NOTHING = new Seen(new TreeMap<>(), new TreeMap<>());

        public Seen {
            lr = Collections.unmodifiableSortedMap(new TreeMap<>(lr));
            hr = Collections.unmodifiableSortedMap(new TreeMap<>(hr));
        }
    }

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
