package io.monge.launcher.bench.vector;

import io.monge.ot.benchmark.BiasCurve;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The bias over λ: L2-UVP, and the variance that the pushed points have of the target's. */
final class BiasPlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 560;
    private static final String AXIS = "\u03bb of the regularised IPM GAN";

    private BiasPlot() {}

    static void write(BiasReport report, Path file) throws IOException {
        CategoryChart uvp = panel("Distance from the true map", "L2-UVP, % (log scale)");
        uvp.getStyler().setYAxisLogarithmic(true);
        ToDoubleFunction<BiasCurve> atEqual = curve -> curve.at(report.mapUpdates()).score().uvp();
        ToDoubleFunction<BiasCurve> best = curve -> curve.best().score().uvp();
        String equal = String.format(Locale.ROOT, ", %,d updates", report.mapUpdates());
        over(uvp, report, "IPM GAN" + equal, atEqual, PlotStyle.BLUE);
        over(uvp, report, "IPM GAN, best", best, PlotStyle.ORANGE);
        level(uvp, report, "OTS" + equal, atEqual.applyAsDouble(report.ots()), PlotStyle.GREEN);
        level(uvp, report, "OTS, best", best.applyAsDouble(report.ots()), Color.BLACK);

        CategoryChart variance = panel("Variance kept", "Var T#P / Var Q");
        ToDoubleFunction<BiasCurve> kept = curve -> curve.best().varianceRatio();
        // From a tenth below to a twentieth above: noise of a percent must not look like a bias.
        double least = report.gans().stream().mapToDouble(kept).min().orElse(1);
        variance.getStyler().setYAxisMin(Math.min(0.9, least)).setYAxisMax(1.05);
        over(variance, report, "IPM GAN, best", kept, PlotStyle.ORANGE);
        level(variance, report, "target", 1, PlotStyle.GREY);
        level(variance, report, "OTS, best", kept.applyAsDouble(report.ots()), Color.BLACK);
        PlotStyle.write(file, List.of(uvp, variance));
    }

    private static CategoryChart panel(String title, String unit) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(AXIS)
                        .yAxisTitle(unit)
                        .build();
        PlotStyle.apply(chart.getStyler());
        chart.getStyler()
                .setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
        chart.getStyler().setOverlapped(true); // every series over the tick itself
        chart.getStyler().setYAxisDecimalPattern("0.###");
        return chart;
    }

    private static void over(
            CategoryChart chart,
            BiasReport report,
            String name,
            ToDoubleFunction<BiasCurve> value,
            Color color) {
        List<Double> values = report.gans().stream().map(value::applyAsDouble).toList();
        CategorySeries series = add(chart, report, name, values, color);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineStyle(PlotStyle.LINE);
    }

    private static void level(
            CategoryChart chart, BiasReport report, String name, double value, Color color) {
        List<Double> values = Collections.nCopies(report.gans().size(), value);
        CategorySeries series = add(chart, report, name, values, color);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(PlotStyle.DASHES);
    }

    private static CategorySeries add(
            CategoryChart chart, BiasReport report, String name, List<Double> values, Color color) {
        List<String> lambdas =
                report.gans().stream()
                        .map(gan -> BiasCurve.number(gan.lambda().orElseThrow()))
                        .toList();
        CategorySeries series = chart.addSeries(name, lambdas, values);
        series.setMarkerColor(color);
        series.setLineColor(color);
        return series;
    }
}
