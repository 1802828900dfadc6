package io.monge.imaging.scene;

import io.monge.imaging.RgbImage;
import java.util.Arrays;

/** A square of pixels to paint on, twice as fine as the scene. Coordinates are canvas px. */
final class Canvas {

    static final int FINENESS = 2;

    private final int side;
    private final int[] pixels; // 0xRRGGBB

    Canvas(int sceneSize, int background) {
        side = FINENESS * sceneSize;
        pixels = new int[side * side];
        Arrays.fill(pixels, background);
    }

    int side() {
        return side;
    }

    void disc(double centreX, double centreY, double radius, Fill fill) {
        int bottom = last(centreY + radius);
        for (int y = first(centreY - radius); y <= bottom; y++) {
            double dy = y + 0.5 - centreY;
            double half = Math.sqrt(Math.max(radius * radius - dy * dy, 0));
            span(centreX - half, centreX + half, y, fill);
        }
    }

    /** A polygon whose corners lie at increasing angles around a point inside it. */
    void polygon(double[] xs, double[] ys, Fill fill) {
        int bottom = last(Arrays.stream(ys).max().orElseThrow());
        double[] crossings = new double[xs.length + 1];
        for (int y = first(Arrays.stream(ys).min().orElseThrow()); y <= bottom; y++) {
            int count = crossings(xs, ys, y + 0.5, crossings);
            for (int i = 0; i + 1 < count; i += 2) {
                span(crossings[i], crossings[i + 1], y, fill);
            }
        }
    }

    private static int crossings(double[] xs, double[] ys, double y, double[] crossings) {
        int count = 0;
        for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
            if (ys[i] > y != ys[j] > y) {
                crossings[count++] = xs[i] + (y - ys[i]) / (ys[j] - ys[i]) * (xs[j] - xs[i]);
            }
        }
        Arrays.sort(crossings, 0, count);
        return count;
    }

    /** A straight stroke with round ends. */
    void stroke(double x0, double y0, double x1, double y1, double thickness, int color) {
        double radius = thickness / 2;
        double dx = x1 - x0;
        double dy = y1 - y0;
        double lengthSquared = Math.max(dx * dx + dy * dy, 1e-12);
        int right = last(Math.max(x0, x1) + radius);
        int bottom = last(Math.max(y0, y1) + radius);
        for (int y = first(Math.min(y0, y1) - radius); y <= bottom; y++) {
            for (int x = first(Math.min(x0, x1) - radius); x <= right; x++) {
                double px = x + 0.5 - x0;
                double py = y + 0.5 - y0;
                double along = Math.min(Math.max((px * dx + py * dy) / lengthSquared, 0), 1);
                double ex = px - along * dx;
                double ey = py - along * dy;
                if (ex * ex + ey * ey <= radius * radius) {
                    pixels[y * side + x] = color;
                }
            }
        }
    }

    /** Mean luma of a rectangle, clipped to the canvas; 0..255. */
    int luma(double left, double top, double width, double height) {
        long sum = 0;
        int count = 1;
        int bottom = last(top + height);
        int right = last(left + width);
        for (int y = first(top); y <= bottom; y += 2) {
            for (int x = first(left); x <= right; x += 2) {
                sum += Colors.luma(pixels[y * side + x]);
                count++;
            }
        }
        return (int) (sum / count);
    }

    /** The finished scene: each of its pixels the mean of 2x2 canvas pixels. */
    RgbImage scene() {
        int size = side / FINENESS;
        byte[] out = new byte[RgbImage.byteLength(size, size)];
        int to = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int at = FINENESS * (y * side + x);
                int a = pixels[at];
                int b = pixels[at + 1];
                int c = pixels[at + side];
                int d = pixels[at + side + 1];
                for (int shift = 16; shift >= 0; shift -= 8) {
                    int sum = (a >> shift & 0xFF) + (b >> shift & 0xFF);
                    sum += (c >> shift & 0xFF) + (d >> shift & 0xFF);
                    out[to++] = (byte) (sum + 2 >> 2);
                }
            }
        }
        return new RgbImage(size, size, out);
    }

    private void span(double from, double to, int y, Fill fill) {
        int right = last(to);
        for (int x = first(from); x <= right; x++) {
            pixels[y * side + x] = fill.at(x, y);
        }
    }

    /** First pixel whose centre is not before the position. */
    private static int first(double position) {
        return Math.max((int) Math.ceil(position - 0.5), 0);
    }

    /** Last pixel whose centre is not after the position. */
    private int last(double position) {
        return Math.min((int) Math.floor(position - 0.5), side - 1);
    }
}
