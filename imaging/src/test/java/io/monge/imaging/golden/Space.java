package io.monge.imaging.golden;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A colour space with a pure gamma, as an ICC profile (ICC.1:2001) and as the formulas that the
 * profile means.
 *
 * @param columns X, Y, Z under D50 of full red, green and blue; empty for grey
 */
public record Space(String name, double gamma, double[][] columns) {

    /** No profile: sRGB. */
    static final Space NONE = new Space("none", 0, new double[0][]);

    /** The primaries of Adobe RGB (1998), under D50. */
    static final Space WIDE =
            new Space(
                    "wide",
                    563 / 256.0,
                    new double[][] {
                        {0.60974, 0.31111, 0.01947},
                        {0.20528, 0.62567, 0.06087},
                        {0.14919, 0.06322, 0.74457}
                    });

    /** Grey with gamma 1.8. */
    static final Space GREY = new Space("grey-1.8", 461 / 256.0, new double[0][]);

    private static final double[] D50 = {0.9642, 1.0, 0.8249};

    /** Linear sRGB from X, Y, Z under D50 (Bradford), IEC 61966-2-1 and ICC. */
    private static final double[][] TO_SRGB = {
        {3.1338561, -1.6168667, -0.4906146},
        {-0.9787684, 1.9161415, 0.0334540},
        {0.0719453, -0.2289914, 1.4052427}
    };

    boolean isProfile() {
        return gamma > 0;
    }

    /** sRGB of a colour of this space; all values 0..1. */
    double[] toSrgb(double[] colour) {
        if (!isProfile()) {
            return colour.length == 3 ? colour : new double[] {colour[0], colour[0], colour[0]};
        }
        if (columns.length == 0) {
            double grey = encoded(Math.pow(colour[0], gamma));
            return new double[] {grey, grey, grey};
        }
        double[] xyz = new double[3];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 3; i++) {
                xyz[i] += columns[c][i] * Math.pow(colour[c], gamma);
            }
        }
        double[] out = new double[3];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 3; i++) {
                out[c] += TO_SRGB[c][i] * xyz[i];
            }
            out[c] = encoded(Math.min(Math.max(out[c], 0), 1));
        }
        return out;
    }

    /** The colour of this space that an sRGB colour is; all values 0..1. */
    double[] fromSrgb(double[] srgb) {
        if (columns.length == 0) {
            double grey = srgb[0];
            return new double[] {isProfile() ? Math.pow(linear(grey), 1 / gamma) : grey};
        }
        double[] linear = {linear(srgb[0]), linear(srgb[1]), linear(srgb[2])};
        double[] xyz = solved(TO_SRGB, linear);
        double[][] rows = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int c = 0; c < 3; c++) {
                rows[i][c] = columns[c][i];
            }
        }
        double[] out = solved(rows, xyz);
        for (int c = 0; c < 3; c++) {
            out[c] = Math.pow(Math.min(Math.max(out[c], 0), 1), 1 / gamma);
        }
        return out;
    }

    /** By Cramer's rule. */
    private static double[] solved(double[][] matrix, double[] right) {
        double[] out = new double[3];
        for (int c = 0; c < 3; c++) {
            double[][] replaced = new double[3][];
            for (int i = 0; i < 3; i++) {
                replaced[i] = matrix[i].clone();
                replaced[i][c] = right[i];
            }
            out[c] = determinant(replaced) / determinant(matrix);
        }
        return out;
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }

    private static double linear(double encoded) {
        return encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
    }

    private static double encoded(double linear) {
        return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    }

    /** The profile. */
    byte[] icc() {
        boolean rgb = columns.length == 3;
        String[] tags =
                rgb
                        ? new String[] {
                            "desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"
                        }
                        : new String[] {"desc", "cprt", "wtpt", "kTRC"};
        ByteBuffer data = ByteBuffer.allocate(4096);
        data.position(128).putInt(tags.length);
        int at = 132 + 12 * tags.length;
        for (int i = 0; i < tags.length; i++) {
            byte[] tag = tag(tags[i]);
            data.position(132 + 12 * i);
            data.put(ascii(tags[i])).putInt(at).putInt(tag.length);
            data.put(at, tag);
            at += (tag.length + 3) / 4 * 4;
        }
        header(data, at, rgb);
        byte[] out = new byte[at];
        data.get(0, out);
        return out;
    }

    private static void header(ByteBuffer data, int length, boolean rgb) {
        data.putInt(0, length).putInt(8, 0x02100000);
        data.put(12, ascii("mntr")).put(16, ascii(rgb ? "RGB " : "GRAY")).put(20, ascii("XYZ "));
        data.putShort(24, (short) 2020).putShort(26, (short) 1).putShort(28, (short) 1);
        data.put(36, ascii("acsp")).putInt(64, 1); // relative colorimetric
        for (int i = 0; i < 3; i++) {
            data.putInt(68 + 4 * i, fixed(D50[i]));
        }
    }

    private byte[] tag(String name) {
        return switch (name) {
            case "desc" -> {
                ByteBuffer out = ByteBuffer.allocate(12 + 5 + 78);
                yield out.put(ascii("desc")).putInt(0).putInt(5).put(ascii("test\0")).array();
            }
            case "cprt" -> ByteBuffer.allocate(12).put(ascii("text\0\0\0\0-\0\0\0")).array();
            case "wtpt" -> xyz(D50);
            case "rXYZ" -> xyz(columns[0]);
            case "gXYZ" -> xyz(columns[1]);
            case "bXYZ" -> xyz(columns[2]);
            default ->
                    ByteBuffer.allocate(14)
                            .put(ascii("curv\0\0\0\0"))
                            .putInt(1)
                            .putShort((short) Math.round(gamma * 256))
                            .array();
        };
    }

    private static byte[] xyz(double[] value) {
        ByteBuffer out = ByteBuffer.allocate(20).put(ascii("XYZ \0\0\0\0"));
        for (double v : value) {
            out.putInt(fixed(v));
        }
        return out.array();
    }

    private static int fixed(double value) {
        return (int) Math.round(value * 65_536);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
