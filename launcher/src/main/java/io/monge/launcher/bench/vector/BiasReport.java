package io.monge.launcher.bench.vector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.ot.benchmark.BiasCurve;
import io.monge.ot.benchmark.MapScore;
import io.monge.ot.benchmark.TwoPointExample;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The outcome of {@code bench bias}.
 *
 * @param dim of the pair
 * @param mapUpdates the equal number
 * @param identity score of T(x) = x
 * @param ots Algorithm 1
 * @param gans the regularised IPM GAN, one curve for each λ
 */
record BiasReport(
        int dim, long mapUpdates, MapScore identity, BiasCurve ots, List<BiasCurve> gans) {

    private static final String ROW = "%-22s %9s %8s %10s %11s %9s %10s %9s  %s%n";

    String table() {
        StringBuilder text = new StringBuilder();
        text.append(
                "Known map in %d dimensions; the identity has L2-UVP %s %%%n"
                        .formatted(dim, number(identity.uvp())));
        text.append(ROW.formatted("", "at equal", "map", "", "", "best:", "map", "", ""));
        text.append(
                ROW.formatted(
                        "",
                        "UVP, %",
                        "updates",
                        "cosine",
                        "variance",
                        "UVP, %",
                        "updates",
                        "variance",
                        "ended"));
        text.append(row(ots));
        gans.forEach(gan -> text.append(row(gan)));
        text.append("variance: total variance of T#P over that of Q, 1 without bias\n");
        text.append(conclusion());
        TwoPointExample.Map biased = TwoPointExample.regularized(1);
        text.append(
                String.format(
                        Locale.ROOT,
                        "Example 1 of the paper, exactly: lambda = 1 gives T(0) = %.1f and T(2) = %.1f,"
                                + " the optimal map %.1f and %.1f.%n",
                        biased.ofZero(),
                        biased.ofTwo(),
                        TwoPointExample.optimal().ofZero(),
                        TwoPointExample.optimal().ofTwo()));
        return text.toString();
    }

    private String row(BiasCurve curve) {
        BiasCurve.Point equal = curve.at(mapUpdates);
        BiasCurve.Point best = curve.best();
        return ROW.formatted(
                curve.label(),
                number(equal.score().uvp()),
                equal.mapUpdates(),
                number(equal.score().cosine()),
                number(equal.varianceRatio()),
                number(best.score().uvp()),
                best.mapUpdates(),
                number(best.varianceRatio()),
                curve.end().name().toLowerCase(Locale.ROOT));
    }

    /** As it came out, whoever won. */
    private String conclusion() {
        if (gans.isEmpty()) {
            return "";
        }
        BiasCurve equal =
                gans.stream().min(Comparator.comparingDouble(this::atEqual)).orElseThrow();
        BiasCurve best =
                gans.stream()
                        .min(Comparator.comparingDouble(gan -> gan.best().score().uvp()))
                        .orElseThrow();
        return sentence("at equal map updates", equal, atEqual(equal), atEqual(ots))
                + sentence(
                        "at each one's best",
                        best,
                        best.best().score().uvp(),
                        ots.best().score().uvp());
    }

    private double atEqual(BiasCurve curve) {
        return curve.at(mapUpdates).score().uvp();
    }

    private static String sentence(String when, BiasCurve gan, double gans, double ots) {
        return String.format(
                Locale.ROOT,
                "%s the best of the GANs is %s with %s %%, OTS has %s %%: %s%n",
                when,
                gan.label(),
                number(gans),
                number(ots),
                ots < gans ? "OTS is nearer to the true map" : "OTS is not nearer to the true map");
    }

    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("dim", dim).put("mapUpdates", mapUpdates).put("uvpIdentity", identity.uvp());
        json.set("ots", json(ots));
        ArrayNode all = json.putArray("regularizedIpmGan");
        gans.forEach(gan -> all.add(json(gan)));
        return json;
    }

    private ObjectNode json(BiasCurve curve) {
        BiasCurve.Point equal = curve.at(mapUpdates);
        BiasCurve.Point best = curve.best();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        curve.lambda().ifPresent(lambda -> json.put("lambda", lambda));
        json.put("uvp", equal.score().uvp())
                .put("cosine", equal.score().cosine())
                .put("varianceRatio", equal.varianceRatio())
                .put("mapUpdates", equal.mapUpdates())
                .put("uvpBest", best.score().uvp())
                .put("cosineBest", best.score().cosine())
                .put("varianceRatioBest", best.varianceRatio())
                .put("mapUpdatesBest", best.mapUpdates())
                .put("mapUpdatesInAll", curve.points().get(curve.points().size() - 1).mapUpdates())
                .put("end", curve.end().name().toLowerCase(Locale.ROOT))
                .put("seconds", curve.seconds());
        return json;
    }
}
