package io.monge.trainer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The checkpoints of a training that belong together: none of a later iteration than one written
 * after it, since what came before a return to an earlier iteration has been abandoned.
 *
 * @param newestFirst by the time of writing and by iteration
 */
record CheckpointBranch(List<CheckpointFile> newestFirst) {

    /**
     * @param files all there are, newest first
     */
    static CheckpointBranch of(List<CheckpointFile> files) {
        List<CheckpointFile> branch = new ArrayList<>();
        for (CheckpointFile file : files) {
            int last = branch.size() - 1;
            if (last < 0 || file.iteration() <= branch.get(last).iteration()) {
                branch.add(file);
            }
        }
        return new CheckpointBranch(branch);
    }

    /** Those of this iteration or earlier, newest first, then the later ones, oldest first. */
    List<CheckpointFile> wantedFor(long iteration) {
        List<CheckpointFile> wanted = new ArrayList<>();
        List<CheckpointFile> later = new ArrayList<>();
        for (CheckpointFile file : newestFirst) {
            (file.iteration() <= iteration ? wanted : later).add(file);
        }
        Collections.reverse(later);
        wanted.addAll(later);
        return wanted;
    }

    /** The newest k, the newest confirmed one, and the one that will be confirmed next. */
    List<CheckpointFile> needed(int keep, long confirmAfter) {
        long confirmed = newestFirst.get(0).iteration() - confirmAfter;
        long unconfirmed =
                newestFirst.stream().filter(file -> file.iteration() > confirmed).count();
        return IntStream.range(0, newestFirst.size())
                .filter(i -> i < keep || i == unconfirmed || i == unconfirmed - 1)
                .mapToObj(newestFirst::get)
                .toList();
    }
}
