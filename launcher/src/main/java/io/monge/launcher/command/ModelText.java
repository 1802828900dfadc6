package io.monge.launcher.command;

import io.monge.runtime.metric.Metric;
import io.monge.serving.model.PublishedModel;
import java.util.Locale;

/** Snapshots as a person reads them. */
final class ModelText {
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

    /** Everything the manifest says. */
    static String page(PublishedModel model) {
        StringBuilder text = new StringBuilder();
        row(text, "model", model.model());
        row(text, "version", model.version());
        row(text, "iteration", model.origin().iteration() + " potential iterations");
        row(
                text,
                "training",
                model.origin().training().isEmpty() ? "unknown" : model.origin().training());
        row(
                text,
                "parent",
                model.parent().isPresent() ? String.valueOf(model.parent().getAsLong()) : "none");
        row(text, "published", model.publishedAt());
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
