package io.monge.launcher.bench.image;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.imaging.UnsharpMask;
import java.util.Locale;
import java.util.Optional;

/**
 * The outcome of {@link QualityBenchmark}: for every measure bicubic, the best unsharp mask, the
 * map and HR itself.
 *
 * @param scale upscaling factor; at 1 "bicubic" is the input itself
 * @param iteration of the map's training
 * @param fid empty without the network's weights
 */
record QualityReport(
        int scale,
        long iteration,
        ImageScores bicubic,
        BestMasks masks,
        ImageScores map,
        ImageScores hr,
        Optional<PatchFid.Scores> fid) {

    private static final String ROW = "%-24s %10s %10s  %-12s %10s %10s%n";

    /** A table for people, with the verdict below it. */
    String table() {
        StringBuilder text = new StringBuilder();
        text.append(ROW.formatted("", before(), "best mask", "", "Monge", "HR"));
        for (Measure measure : Measure.values()) {
            if (isMeasured(measure)) {
                text.append(row(measure));
            }
        }
        fid.ifPresent(scores -> text.append(row(scores)));
        text.append(
                "best mask: unsharp over %s (sigma px, amount), per row the best of a grid with the answers in sight%n"
                        .formatted(before()));
        for (Measure measure : new Measure[] {Measure.LPIPS, Measure.MEAN_REMOVED}) {
            if (isMeasured(measure)) {
                text.append(verdict(measure));
            }
        }
        return text.toString();
    }

    /** What Up makes of an LR image. */
    private String before() {
        return scale == 1 ? "input" : "bicubic";
    }

    private boolean isMeasured(Measure measure) {
        return !Double.isNaN(measure.of(map));
    }

    private String row(Measure measure) {
        BestMasks.Scored best = masks.by(measure);
        UnsharpMask mask = best.mask();
        return ROW.formatted(
                measure.label(),
                number(measure.of(bicubic)),
                number(measure.of(best.scores())),
                String.format(Locale.ROOT, "(%.1f, %.1f)", mask.sigma(), mask.amount()),
                number(measure.of(map)),
                number(measure.of(hr)));
    }

    /** The masks are left out: each would be another pass of the network over all crops. */
    private static String row(PatchFid.Scores fid) {
        return ROW.formatted(
                "FID, %d crops".formatted(fid.crops()),
                number(fid.bicubic()),
                "",
                "",
                number(fid.map()),
                "");
    }

    private String verdict(Measure measure) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %% below the %s's, %.1f %% below the best mask's%n",
                measure.label(),
                100 * saving(measure, bicubic),
                before(),
                100 * saving(measure, masks.by(measure).scores()));
    }

    /** 1 - map/other: how much of the other's distance the map saves. */
    double saving(Measure measure, ImageScores other) {
        return 1 - measure.of(map) / measure.of(other);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1 ? "%.4f" : "%.2f", value);
    }

    /** The same numbers for machines. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("scale", scale).put("iteration", iteration);
        json.set(before(), scores(bicubic));
        ObjectNode best = json.putObject("bestMask");
        for (Measure measure : Measure.values()) {
            if (isMeasured(measure)) {
                BestMasks.Scored scored = masks.by(measure);
                best.putObject(measure.key())
                        .put("value", measure.of(scored.scores()))
                        .put("sigma", scored.mask().sigma())
                        .put("amount", scored.mask().amount());
            }
        }
        json.set("monge", scores(map));
        json.set("hr", scores(hr));
        fid.ifPresent(
                scores ->
                        json.putObject("fid")
                                .put("crops", scores.crops())
                                .put(before(), scores.bicubic())
                                .put("monge", scores.map()));
        return json;
    }

    private ObjectNode scores(ImageScores scores) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Measure measure : Measure.values()) {
            if (isMeasured(measure)) {
                json.put(measure.key(), measure.of(scores));
            }
        }
        return json;
    }
}
