package io.monge.trainer;

import java.util.UUID;

/**
 * Which training a snapshot or checkpoint is of. Versions of a new training continue above all that
 * have been published before, so that a version always stands for one map.
 *
 * @param training its name, unlike any other's; empty in checkpoints of builds that gave none
 * @param above its versions are this and its iterations
 */
record Origin(String training, long above) {

    /** Of builds that began every training at version 1. */
    static final Origin UNKNOWN = new Origin("", 0);

    private static final int NAME_LENGTH = 12;

    /**
     * A training that begins now.
     *
     * @param highest version published so far; 0 if there is none
     */
    static Origin newAbove(long highest) {
        String random = UUID.randomUUID().toString().replace("-", "");
        return new Origin(random.substring(0, NAME_LENGTH), highest);
    }

    /** Version of the snapshot of an iteration. */
    long version(long iteration) {
        return above + iteration;
    }
}
