package io.monge.launcher.bench.vector;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** One look for all plots, and panels side by side in one PNG. */
final class PlotStyle {
    static final Color BLUE = new Color(0x2f6fb3);
    static final Color ORANGE = new Color(0xe07b28);
    static final Color GREEN = new Color(0x2e8b57);
    static final Color GREY = new Color(0x9aa3ad);
    static final Color LINK = new Color(120, 130, 140, 90);
    static final BasicStroke LINE = new BasicStroke(2.4f);
    static final BasicStroke DASHES =
            new BasicStroke(
                    2.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {8, 6}, 0);

    private static final Color GRID = new Color(0xe6e9ec);
    private static final Color INK = new Color(0x2b2f33);

    private PlotStyle() {}

    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartFontColor(INK);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
        styler.setChartTitleBoxVisible(false);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setChartPadding(12);
        styler.setAntiAlias(true);
    }

    /** Panels of one height, left to right. */
    static void write(Path file, List<Chart<?, ?>> panels) throws IOException {
        int width = panels.stream().mapToInt(Chart::getWidth).sum();
        int height = panels.get(0).getHeight();
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        int left = 0;
        for (Chart<?, ?> panel : panels) {
            pen.drawImage(BitmapEncoder.getBufferedImage(panel), left, 0, null);
            left += panel.getWidth();
        }
        pen.dispose();
        if (!ImageIO.write(sheet, "png", file.toFile())) {
            throw new IOException("The plot '%s' could not be written".formatted(file));
        }
    }
}
