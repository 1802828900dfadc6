package io.monge.trainer;

import io.monge.ot.metric.ColourMoments;
import io.monge.ot.metric.Gaussian;
import io.monge.trainer.Divergence.Reason;
import io.monge.trainer.GuardConfig.ColourBound;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the colours of T(LR) stay with those of HR, by mean and variance. Held-out patches are
 * few and their scenes differ, LR's from HR's: what counts is how much farther from HR the map's
 * colours are than those it was given.
 *
 * <p>Silent until a first snapshot was within the bound, since a map that starts at random has no
 * colours yet. Thread-safe: the publishing thread judges, the training thread asks.
 */
final class ColourWatch {

    private static final long NEVER = -1;

    private final ColourBound bound;
    private Optional<Divergence> found = Optional.empty(); // guarded by this
    private long trustedUntil = NEVER; // guarded by this
    private int branch; // guarded by this

    ColourWatch(ColourBound bound) {
        this.bound = bound;
    }

    /**
     * @param of the branch the map is of: of one that has been left nothing is kept
     * @return the sentence why the map of this iteration must not be served, if so; the training
     *     thread will {@link #take} it too
     */
    Optional<String> judge(int of, long iteration, Rendition rendition) {
        Gaussian hr = ColourMoments.of(rendition.hr());
        if (!(hr.variance() > 0)) {
            return Optional.empty(); // one single colour says nothing
        }
        Gaussian lr = ColourMoments.of(rendition.lr());
        Gaussian sr = ColourMoments.of(rendition.sr());
        double shift = Math.max(0, shift(sr, hr) - shift(lr, hr));
        double contrast = Math.exp(Math.max(0, spread(sr, hr) - spread(lr, hr)));
        boolean within =
                (bound.shift() == 0 || shift <= bound.shift())
                        && (bound.contrast() == 0 || contrast <= bound.contrast());
        return conclude(of, iteration, within, sentence(iteration, shift, contrast));
    }

    private synchronized Optional<String> conclude(
            int of, long iteration, boolean within, String sentence) {
        if (of < branch) {
            return Optional.of("training has gone back since iteration " + iteration);
        }
        if (within) {
            trust(iteration);
        }
        if (within || trustedUntil == NEVER) {
            return Optional.empty();
        }
        found = Optional.of(new Divergence(Reason.COLOURS, sentence, trustedUntil));
        return Optional.of(sentence);
    }

    private String sentence(long iteration, double shift, double contrast) {
        return String.format(
                Locale.ROOT,
                "the colours of iteration %d have left HR's: mean off by %.2f deviations (allowed: %s), variance by a factor"
                        + " of %.2f (allowed: %s), both beyond LR's own",
                iteration,
                shift,
                bound.shift(),
                contrast,
                bound.contrast());
    }

    /** Distance of the mean colours in standard deviations of the target's. */
    private static double shift(Gaussian colours, Gaussian target) {
        double[] a = colours.mean();
        double[] b = target.mean();
        double square = 0;
        for (int channel = 0; channel < a.length; channel++) {
            square += (a[channel] - b[channel]) * (a[channel] - b[channel]);
        }
        return Math.sqrt(square / target.variance());
    }

    /** |ln| of the ratio of the variances. */
    private static double spread(Gaussian colours, Gaussian target) {
        return Math.abs(Math.log(colours.variance() / target.variance()));
    }

    /** What has been found since the last call, once. */
    synchronized Optional<Divergence> take() {
        Optional<Divergence> taken = found;
        found = Optional.empty();
        return taken;
    }

    /** Training has gone back: what was or will be found of the branches before is of no use. */
    synchronized void begin(int next) {
        branch = next;
        found = Optional.empty();
    }

    /** The last iteration known to be within the bound; below 0 if there was none. */
    synchronized long trustedUntil() {
        return trustedUntil;
    }

    /** The colours of this iteration were within the bound, as is known from before a restart. */
    synchronized void trust(long iteration) {
        trustedUntil = Math.max(trustedUntil, iteration);
    }
}
