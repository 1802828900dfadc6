package io.monge.trainer.wire;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Where a snapshot comes from: everything its manifest says beyond how to fetch it.
 *
 * @param model its name
 * @param version unlike any other's of this model
 * @param training that made it
 * @param iteration potential iterations of that training
 * @param parent version of the snapshot published before it in the same training
 * @param map architecture as JSON
 * @param scale upscaling factor
 * @param solver kind of solver, kebab-case
 * @param configHash of the trainer's configuration
 * @param gitCommit of the build, or {@code unknown}
 * @param lrOffsets first offset not yet consumed of P's stream, by partition
 * @param hrOffsets the same of Q's
 * @param reanchors iterations at which the dynamic cost froze a copy of the map, oldest first
 * @param scores on held-out patches
 */
public record Lineage(
        String model,
        long version,
        String training,
        long iteration,
        OptionalLong parent,
        String map,
        int scale,
        String solver,
        String configHash,
        String gitCommit,
        SortedMap<Integer, Long> lrOffsets,
        SortedMap<Integer, Long> hrOffsets,
        List<Long> reanchors,
        List<Score> scores) {}
