package io.monge.launcher.bench.image;

import io.monge.runtime.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Disjoint parts of one set: whose LR side trains, whose HR side trains, and whose both sides score
 * (a fifth). No scene is in two of them, so training is unpaired and scoring unseen.
 */
record ThreeParts<T>(List<T> lr, List<T> hr, List<T> scored) {
    private static final int SCORED_ONE_IN = 5;

    /**
     * Splits by seed.
     *
     * @param what the items are called in the message
     * @throws InvalidConfigException if there are fewer than three items
     */
    static <T> ThreeParts<T> of(List<T> items, String what, long seed) {
        if (items.size() < 3) {
            throw new InvalidConfigException(
                    "At least 3 %s are needed, for LR training, HR training and scoring; there are %d."
                            .formatted(what, items.size()));
        }
        List<T> shuffled = new ArrayList<>(items);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            shuffled.set(i, shuffled.set(random.nextInt(i + 1), shuffled.get(i)));
        }
        int scored = Math.max(1, items.size() / SCORED_ONE_IN);
        int lr = (items.size() - scored) / 2;
        return new ThreeParts<>(
                List.copyOf(shuffled.subList(scored, scored + lr)),
                List.copyOf(shuffled.subList(scored + lr, shuffled.size())),
                List.copyOf(shuffled.subList(0, scored)));
    }
}
