package io.monge.imaging.scene;

import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Letters and digits as polylines, so that text in a scene looks the same on every machine (system
 * fonts differ).
 *
 * <p>A glyph lies on a grid 4 units wide and 6 high, (0, 0) at its top left. Each word of its
 * string is one polyline, each pair of digits one point (x, y).
 */
final class StrokeFont {

    /** Units from one glyph to the next. */
    static final double ADVANCE = 5.6;

    /** Height of a capital, units. */
    static final double HEIGHT = 6;

    private static final Map<Character, String> GLYPHS =
            Map.ofEntries(
                    Map.entry('A', "062046 1434"),
                    Map.entry('B', "06003041423303 3344453606"),
                    Map.entry('C', "4130100105163645"),
                    Map.entry('D', "00062644422000"),
                    Map.entry('E', "40000646 0333"),
                    Map.entry('F', "400006 0333"),
                    Map.entry('G', "41301001051636454323"),
                    Map.entry('H', "0006 4046 0343"),
                    Map.entry('I', "2026 1030 1636"),
                    Map.entry('J', "404536160504"),
                    Map.entry('K', "0006 400346"),
                    Map.entry('L', "000646"),
                    Map.entry('M', "0600234046"),
                    Map.entry('N', "06004640"),
                    Map.entry('O', "100105163645413010"),
                    Map.entry('P', "06003041423303"),
                    Map.entry('R', "06003041423303 2346"),
                    Map.entry('S', "413010010213334445361605"),
                    Map.entry('T', "0040 2026"),
                    Map.entry('U', "000516364540"),
                    Map.entry('V', "002640"),
                    Map.entry('W', "0016223640"),
                    Map.entry('X', "0046 4006"),
                    Map.entry('Y', "002340 2326"),
                    Map.entry('Z', "00400646"),
                    Map.entry('a', "12324346 441405163645"),
                    Map.entry('c', "4332120305163645"),
                    Map.entry('d', "4046 4332120305163645"),
                    Map.entry('e', "04444332120305163645"),
                    Map.entry('h', "0006 0312324346"),
                    Map.entry('i', "2226 2021"),
                    Map.entry('l', "202536"),
                    Map.entry('m', "0206 03122326 23324346"),
                    Map.entry('n', "0206 0312324346"),
                    Map.entry('o', "120305163645433212"),
                    Map.entry('r', "0206 04132232"),
                    Map.entry('s', "43321203143445361605"),
                    Map.entry('t', "20253646 0242"),
                    Map.entry('u', "020516364542 4246"),
                    Map.entry('1', "112026"),
                    Map.entry('2', "01103041420646"),
                    Map.entry('3', "004023334445361605"),
                    Map.entry('4', "36300444"),
                    Map.entry('5', "4000033344453606"),
                    Map.entry('6', "30100105163645443303"),
                    Map.entry('7', "004016"),
                    Map.entry('8', "100102133342413010 130405163645443313"),
                    Map.entry('9', "16364541301001021343"));

    private static final String VOWELS = "aeiou";
    private static final String CONSONANTS = "cdhlmnrst";
    private static final String DIGITS = "123456789";

    private StrokeFont() {}

    /** An invented word or a number of two to eight glyphs, all of which can be drawn. */
    static String word(RandomGenerator random) {
        int length = random.nextInt(2, 9);
        double kind = random.nextDouble();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            String letters = i % 2 == 0 ? CONSONANTS : VOWELS;
            String glyphs = kind < 0.2 ? DIGITS : letters;
            word.append(glyphs.charAt(random.nextInt(glyphs.length())));
        }
        return kind < 0.6 ? word.toString().toUpperCase(Locale.ROOT) : word.toString();
    }

    /**
     * Draws a line of words.
     *
     * @param left,top canvas px
     * @param unit canvas px a unit of the grid
     */
    static void draw(Canvas canvas, String line, Pen pen, double left, double top, double unit) {
        double x = left;
        for (char glyph : line.toCharArray()) {
            for (String polyline : GLYPHS.getOrDefault(glyph, "").split(" ")) {
                for (int i = 0; i + 3 < polyline.length(); i += 2) {
                    canvas.stroke(
                            x + unit * digit(polyline, i),
                            top + unit * digit(polyline, i + 1),
                            x + unit * digit(polyline, i + 2),
                            top + unit * digit(polyline, i + 3),
                            pen.thickness(),
                            pen.color());
                }
            }
            x += unit * ADVANCE;
        }
    }

    private static int digit(String polyline, int index) {
        return polyline.charAt(index) - '0';
    }

    /**
     * What is drawn with.
     *
     * @param thickness canvas px
     * @param color 0xRRGGBB
     */
    record Pen(double thickness, int color) {}
}
