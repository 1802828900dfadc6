package io.monge.imaging.scene;

import io.monge.imaging.RgbImage;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Paints dead-leaves scenes: opaque shapes over each other, with the scale-free sizes of natural
 * images, some striped or grainy, and rows of text on top.
 *
 * <p>A scene of 256 px holds 300 to 500 discs and polygons (other sizes in proportion to the area)
 * in shades of six base colours, radius density ~ r^-3 between 8 and 70 px; of the larger shapes 18
 * % are striped, 12 % grainy; 0 to 7 rows of text. Drawn twice as fine and box-averaged. A scene is
 * a function of its seed alone. Thread-safe.
 *
 * @param size side of a scene, px
 */
public record ScenePainter(int size) {

    private static final int USUAL_SIZE = 256;
    private static final int BASE_COLORS = 6;
    private static final double MIN_RADIUS = 8;
    private static final double MAX_RADIUS = 70;
    private static final double TEXTURED_RADIUS =
            12; // px; on anything smaller a texture is not seen
    private static final double STRIPED = 0.18;
    private static final double GRAINY = 0.12;
    private static final int MAX_ROWS = 7;

    public ScenePainter {
        if (size < 16 || size > 4096) {
            throw new IllegalArgumentException(
                    "Scene size is " + size + " px, must be between 16 and 4096");
        }
    }

    /** Scenes of 256 px. */
    public ScenePainter() {
        this(USUAL_SIZE);
    }

    /** The scene of a seed. */
    public RgbImage paint(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] palette = new int[BASE_COLORS];
        Arrays.setAll(palette, i -> Colors.base(random));
        Canvas canvas = new Canvas(size, palette[0]);
        double area = (double) size * size / (USUAL_SIZE * USUAL_SIZE);
        long shapes = Math.round(random.nextInt(300, 501) * area);
        for (long i = 0; i < shapes; i++) {
            paintShape(canvas, palette, random);
        }
        long rows = Math.round(random.nextInt(MAX_ROWS + 1) * Math.sqrt(area));
        for (long i = 0; i < rows; i++) {
            paintRow(canvas, random);
        }
        return canvas.scene();
    }

    private void paintShape(Canvas canvas, int[] palette, SplittableRandom random) {
        double radius = radius(random);
        double margin = 0.1 * canvas.side();
        double x = random.nextDouble(-margin, canvas.side() + margin);
        double y = random.nextDouble(-margin, canvas.side() + margin);
        Fill fill = fill(radius, palette, random);
        double canvasRadius = Canvas.FINENESS * radius;
        if (random.nextBoolean()) {
            canvas.disc(x, y, canvasRadius, fill);
        } else {
            paintPolygon(canvas, x, y, canvasRadius, fill, random);
        }
    }

    /** Inverse of the distribution function of the density ~ r^-3. */
    private static double radius(SplittableRandom random) {
        double small = 1 / (MIN_RADIUS * MIN_RADIUS);
        double large = 1 / (MAX_RADIUS * MAX_RADIUS);
        return 1 / Math.sqrt(small - random.nextDouble() * (small - large));
    }

    private static Fill fill(double radius, int[] palette, SplittableRandom random) {
        int color = shade(palette, random);
        double kind = radius < TEXTURED_RADIUS ? 1 : random.nextDouble();
        if (kind < STRIPED) {
            double period = Canvas.FINENESS * random.nextDouble(8, 28);
            return Fill.stripes(color, shade(palette, random), random.nextDouble(Math.PI), period);
        }
        if (kind < STRIPED + GRAINY) {
            int cell = Canvas.FINENESS * random.nextInt(2, 7);
            return Fill.noise(color, random.nextInt(20, 60), cell, random.nextInt());
        }
        return Fill.flat(color);
    }

    private static int shade(int[] palette, SplittableRandom random) {
        return Colors.near(palette[random.nextInt(palette.length)], 18, random);
    }

    private static void paintPolygon(
            Canvas canvas, double x, double y, double radius, Fill fill, SplittableRandom random) {
        int corners = random.nextInt(3, 8);
        double turn = random.nextDouble(2 * Math.PI);
        double[] xs = new double[corners];
        double[] ys = new double[corners];
        for (int i = 0; i < corners; i++) {
            double angle = turn + 2 * Math.PI * (i + random.nextDouble(-0.3, 0.3)) / corners;
            double reach = radius * random.nextDouble(0.8, 1.25);
            xs[i] = x + reach * Math.cos(angle);
            ys[i] = y + reach * Math.sin(angle);
        }
        canvas.polygon(xs, ys, fill);
    }

    private static void paintRow(Canvas canvas, SplittableRandom random) {
        double height = Canvas.FINENESS * random.nextDouble(12, 36);
        double unit = height / StrokeFont.HEIGHT;
        StringBuilder line = new StringBuilder(StrokeFont.word(random));
        for (int words = random.nextInt(4); words > 0; words--) {
            line.append(' ').append(StrokeFont.word(random));
        }
        double width = unit * StrokeFont.ADVANCE * line.length();
        double left = random.nextDouble(-0.1, 0.7) * canvas.side();
        double top = random.nextDouble() * (canvas.side() - height);
        boolean onDark = canvas.luma(left, top, width, height) < 128;
        int color = Colors.near(onDark ? 0xE8E8E8 : 0x181818, 23, random);
        double thickness = Math.max(unit * random.nextDouble(0.7, 1.1), Canvas.FINENESS);
        StrokeFont.draw(
                canvas, line.toString(), new StrokeFont.Pen(thickness, color), left, top, unit);
    }
}
