package io.monge.launcher.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.imaging.UnsharpMask;
import java.util.Locale;

/**
 * The outcome of {@link ScenesBenchmark}: for every measure bicubic, the best unsharp mask, the map
 * and HR itself.
 */
record ScenesReport(
        HeldOutPatches patches,
        long iteration,
        ImageScores bicubic,
        BestMasks masks,
        ImageScores map,
        ImageScores hr) {

    private static final String ROW = "%-24s %10s %10s  %-12s %10s %10s%n";

    /** A table for people, with the verdict below it. */
    String table() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%d held-out synthetic patches of %d px, x%d; map at iteration %d%n"
                        .formatted(patches.count(), patches.hrSize(), patches.scale(), iteration));
        text.append(ROW.formatted("", "bicubic", "best mask", "", "Monge", "HR"));
        for (Measure measure : Measure.values()) {
            if (isMeasured(measure)) {
                text.append(row(measure));
            }
        }
        text.append("best mask: unsharp over bicubic (sigma px, amount), per row the best of a")
                .append(" grid with the answers in sight\n");
        for (Measure measure : new Measure[] {Measure.LPIPS, Measure.MEAN_REMOVED}) {
            if (isMeasured(measure)) {
                text.append(verdict(measure));
            }
        }
        return text.toString();
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

    private String verdict(Measure measure) {
        return String.format(
                Locale.ROOT,
                "%s: %.0f %% below bicubic, %.0f %% below the best mask%n",
                measure.label(),
                100 * saving(measure, bicubic),
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
        json.put("bench", "scenes")
                .put("patches", patches.count())
                .put("patchSize", patches.hrSize())
                .put("scale", patches.scale())
                .put("iteration", iteration);
        json.set("bicubic", scores(bicubic));
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
