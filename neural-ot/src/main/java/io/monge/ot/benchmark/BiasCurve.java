package io.monge.ot.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a method's score went as its map was updated.
 *
 * @param lambda λ of the regularised IPM GAN; empty for OTS
 * @param points in order, at least one: the first is the map as it starts
 * @param end why it stopped
 * @param seconds wall-clock time of the training, without scoring
 */
public record BiasCurve(OptionalDouble lambda, List<Point> points, End end, double seconds) {
    /** Why a training stopped. */
    public enum End {
        /** The score had not improved for a while. */
        LEVELLED,
        /** The time was over before that. */
        TIME,
        /** A loss was not finite. */
        DIVERGED
    }

    /**
     * The averaged map at one moment.
     *
     * @param mapUpdates updates of T so far
     * @param score L2-UVP and cosine
     * @param varianceRatio total variance of T#P over that of Q: 1 without bias
     */
    public record Point(long mapUpdates, MapScore score, double varianceRatio) {}

    public BiasCurve {
        points = List.copyOf(points);
    }

    /** The last point at no more than this many map updates. */
    public Point at(long mapUpdates) {
        return points.stream()
                .filter(point -> point.mapUpdates() <= mapUpdates)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** The point of the smallest L2-UVP after the start. */
    public Point best() {
        return points.stream()
                .skip(points.size() > 1 ? 1 : 0)
                .min(Comparator.comparingDouble(point -> point.score().uvp()))
                .orElseThrow();
    }

    /** "OTS", or "IPM, lambda 10". */
    public String label() {
        return lambda.isEmpty() ? "OTS" : "IPM GAN, lambda " + number(lambda.getAsDouble());
    }

    /** λ as people write it. */
    public static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
