package io.monge.launcher.command;

import io.monge.runtime.metric.Metric;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Snapshots as a person reads them. */
final class ModelText {
    private static final int LAST_REANCHORS = 8;

    private ModelText() {}

    /** One line of the list; the served one has a star. */
    static String line(PublishedModel model, long served) {
        return String.format(
                Locale.ROOT,
                "%s %8d  %s  x%d  %,d bytes",
                model.version() == served ? "*" : " ",
                model.version(),
                model.publishedAt(),
                model.scale(),
                model.location().byteLength());
    }

    /**
     * Everything the manifest says, and when it was put in service.
     *
     * @param promotions of all versions, oldest first
     */
    static String page(PublishedModel model, List<Promotion> promotions) {
        StringBuilder text = new StringBuilder();
        row(text, "model", model.model());
        row(text, "version", model.version());
        row(text, "iteration", model.origin().iteration() + " potential iterations");
        row(
                text,
                "training",
                model.origin().training().isEmpty() ? "unknown" : model.origin().training());
        row(text, "parent", parent(model));
        row(text, "LR patches read", offsets(model.origin().seen().lr()));
        row(text, "HR patches read", offsets(model.origin().seen().hr()));
        row(text, "re-anchored", reanchors(model.origin().reanchors()));
        row(text, "published", model.publishedAt());
        promotions.stream()
                .filter(promotion -> promotion.version() == model.version())
                .forEach(promotion -> row(text, "promoted", promoted(promotion)));
        row(text, "map", model.map());
        row(text, "scale", model.scale());
        row(text, "solver", model.solver());
        row(text, "configuration", model.configHash());
        row(text, "commit", model.gitCommit());
        row(text, "size", String.format(Locale.ROOT, "%,d bytes", model.location().byteLength()));
        row(text, "sha-256", model.location().sha256());
        model.scores()
                .forEach(
                        (metric, value) ->
                                row(
                                        text,
                                        metric,
                                        String.format(Locale.ROOT, "%.6g%s", value, unit(metric))));
        return text.toString();
    }

    private static String parent(PublishedModel model) {
        if (model.parent().isEmpty()) {
            return "none";
        }
        String version = String.valueOf(model.parent().getAsLong());
        return model.origin()
                .parentSha256()
                .map(hash -> "%s, sha-256 %s".formatted(version, hash))
                .orElse(version);
    }

    /** Until which offset of which partition. */
    private static String offsets(SortedMap<Integer, Long> offsets) {
        return offsets.isEmpty()
                ? "unknown"
                : offsets.entrySet().stream()
                        .map(
                                it ->
                                        String.format(
                                                Locale.ROOT,
                                                "%d of partition %d",
                                                it.getValue(),
                                                it.getKey()))
                        .collect(Collectors.joining(", ", "up to offset ", ""));
    }

    private static String reanchors(List<Long> iterations) {
        if (iterations.isEmpty()) {
            return "never";
        }
        List<Long> last =
                iterations.subList(
                        Math.max(0, iterations.size() - LAST_REANCHORS), iterations.size());
        return last.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "last at iterations ", ""));
    }

    private static String promoted(Promotion promotion) {
        return "%s by %s: %s"
                .formatted(
                        promotion.promotedAt(),
                        promotion.by().name().toLowerCase(Locale.ROOT),
                        promotion.reason());
    }

    /** A score is a metric of the trainer, in its unit. */
    private static String unit(String score) {
        return Metric.of("trainer." + score)
                .map(Metric::unit)
                .filter(unit -> !unit.equals("1"))
                .map(unit -> " " + unit)
                .orElse("");
    }

    private static void row(StringBuilder text, String name, Object value) {
        text.append(String.format(Locale.ROOT, "%-28s %s%n", name, value));
    }
}
