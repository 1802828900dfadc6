package io.monge.launcher.bench.vector;

import io.monge.ot.benchmark.ToyBenchmark;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Source with the way of some of its points, target, and pushed points over the target. */
final class ToyPlot {
    private static final int SIDE = 560;
    private static final int POINTS = 2000;
    private static final int WAYS = 400;

    private ToyPlot() {}

    static void write(String toy, ToyBenchmark.Scores scores, Path file) throws IOException {
        double reach = reach(scores);
        XYChart ways = panel("source P and its way under T", reach);
        ways(ways, scores);
        points(ways, "x ~ P", scores.x(), WAYS, PlotStyle.BLUE);
        points(ways, "T(x)", scores.pushed(), WAYS, PlotStyle.ORANGE);
        XYChart target = panel("target Q: " + toy, reach);
        points(target, "y ~ Q", scores.y(), POINTS, PlotStyle.GREY);
        XYChart pushed = panel("pushed T#P", reach);
        points(pushed, "T(x)", scores.pushed(), POINTS, PlotStyle.ORANGE);
        PlotStyle.write(file, List.of(ways, target, pushed));
    }

    private static XYChart panel(String title, double reach) {
        XYChart chart = new XYChartBuilder().width(SIDE).height(SIDE + 40).title(title).build();
        PlotStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisMin(-reach).setXAxisMax(reach);
        chart.getStyler().setYAxisMin(-reach).setYAxisMax(reach);
        chart.getStyler().setXAxisDecimalPattern("0.#").setYAxisDecimalPattern("0.#");
        return chart;
    }

    private static void ways(XYChart chart, ToyBenchmark.Scores scores) {
        double[] x = new double[3 * WAYS];
        double[] y = new double[3 * WAYS];
        for (int i = 0; i < WAYS; i++) {
            x[3 * i] = scores.x()[i][0];
            y[3 * i] = scores.x()[i][1];
            x[3 * i + 1] = scores.pushed()[i][0];
            y[3 * i + 1] = scores.pushed()[i][1];
            x[3 * i + 2] = x[3 * i + 1];
            y[3 * i + 2] = Double.NaN; // lifts the pen
        }
        XYSeries lines = chart.addSeries("way", x, y);
        lines.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        lines.setMarker(SeriesMarkers.NONE);
        lines.setLineColor(PlotStyle.LINK);
        lines.setLineStyle(new BasicStroke(1));
    }

    private static void points(XYChart chart, String name, float[][] rows, int most, Color color) {
        int n = Math.min(most, rows.length);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = rows[i][0];
            y[i] = rows[i][1];
        }
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(
                new Color(
                        color.getRed(),
                        color.getGreen(),
                        color.getBlue(),
                        most > WAYS ? 130 : 200));
        chart.getStyler().setMarkerSize(4);
    }

    /** Half the side that holds all shown points, with a margin. */
    private static double reach(ToyBenchmark.Scores scores) {
        double reach = 0;
        for (float[][] rows : List.of(scores.x(), scores.pushed(), scores.y())) {
            for (int i = 0; i < Math.min(POINTS, rows.length); i++) {
                reach = Math.max(reach, Math.max(Math.abs(rows[i][0]), Math.abs(rows[i][1])));
            }
        }
        return Math.ceil(2 * Math.min(reach, 4)) / 2;
    }
}
