package io.monge.metrics.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * How far the newest looks at a stream are from those before, in standard deviations that the looks
 * of the past themselves have: a stream that always changes much has to change more. The past
 * forgets, so that what stays becomes the usual; but slowly, for it counts no look as farther away
 * than looks usually are (Huber's limit): a step would otherwise widen the deviations that it is
 * measured by, and be over before anybody has looked. Not thread-safe.
 */
final class DriftMeter {
    /** Deviations of looks below this part of those of patches are chance: too few looks yet. */
    private static final double LEAST_SPREAD = 0.02;

    /** Standard deviations beyond which a look counts as no farther. */
    private static final double LIMIT = 3;

    private final WatchConfig.DriftConfig config;
    private final Deque<double[]> recent = new ArrayDeque<>();
    private final double[] mean = new double[Appearance.NAMES.size()];
    private final double[] variance = new double[Appearance.NAMES.size()];
    private final double[] ofPatches = new double[Appearance.NAMES.size()];
    private int past;

    DriftMeter(WatchConfig.DriftConfig config) {
        this.config = config;
    }

    /**
     * What has drifted farthest.
     *
     * @param distance standard deviations, at least 0
     * @param what one of {@link Appearance#NAMES}
     */
    record Drift(double distance, String what) {}

    /**
     * One look more.
     *
     * @param patches that have come since the last one, at least one
     * @return empty while there is not enough of a past
     */
    Optional<Drift> look(List<Appearance> patches) {
        double[] look = meanOf(patches);
        for (int i = 0; i < look.length; i++) {
            double spread = 0;
            for (Appearance patch : patches) {
                spread += Math.pow(patch.values()[i] - look[i], 2) / patches.size();
            }
            ofPatches[i] +=
                    (Math.sqrt(spread) - ofPatches[i]) / Math.min(past + 1, config.memory());
        }
        recent.addLast(look);
        if (recent.size() > config.recent()) {
            remember(recent.removeFirst());
        }
        return past < config.warmUp() ? Optional.empty() : Optional.of(farthest());
    }

    private void remember(double[] look) {
        past++;
        double rate = 1.0 / Math.min(past, config.memory());
        for (int i = 0; i < look.length; i++) {
            double farthest = past > config.warmUp() ? LIMIT * spread(i) : Double.MAX_VALUE;
            double difference = Math.max(-farthest, Math.min(farthest, look[i] - mean[i]));
            mean[i] += rate * difference;
            variance[i] = (1 - rate) * (variance[i] + rate * difference * difference);
        }
    }

    private Drift farthest() {
        double longest = 0;
        int which = 0;
        // The deviation of a median of so many looks from a mean of so many others.
        double narrowing =
                Math.sqrt(medianVariance(recent.size()) + 1.0 / Math.min(past, config.memory()));
        for (int i = 0; i < mean.length; i++) {
            double distance = Math.abs(median(i) - mean[i]) / (spread(i) * narrowing);
            if (distance > longest) {
                longest = distance;
                which = i;
            }
        }
        return new Drift(longest, Appearance.NAMES.get(which));
    }

    /** One look at a strange image is no drift: two of three have to agree. */
    private double median(int i) {
        double[] values = recent.stream().mapToDouble(look -> look[i]).sorted().toArray();
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    /** Of the median of so many normal numbers of variance 1, to 2 %: 1 of one, pi / 2n of many. */
    private static double medianVariance(int count) {
        return Math.PI / 2 / (count + Math.PI / 2 - 1);
    }

    private double spread(int i) {
        return Math.max(Math.sqrt(variance[i]), Math.max(LEAST_SPREAD * ofPatches[i], 1e-4));
    }

    private static double[] meanOf(List<Appearance> patches) {
        double[] mean = new double[Appearance.NAMES.size()];
        for (Appearance patch : patches) {
            double[] values = patch.values();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += values[i] / patches.size();
            }
        }
        return mean;
    }
}
