package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.TorchOps;

/** Bicubic interpolation with the corner pixels kept; only a reference script needs it. */
final class TestResampling {
    private static final double A = -0.75;

    private TestResampling() {}

    static NDArray bicubicAligned(NDArray x, int factor) {
        long[] shape = x.getShape().getShape();
        int h = (int) shape[2];
        int w = (int) shape[3];
        int planes = (int) (shape[0] * shape[1]);
        float[] in = x.toFloatArray();
        float[] out = new float[in.length * factor * factor];
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < h * factor; i++) {
                for (int j = 0; j < w * factor; j++) {
                    double row = (double) i * (h - 1) / (h * factor - 1);
                    double column = (double) j * (w - 1) / (w * factor - 1);
                    out[(p * h * factor + i) * w * factor + j] =
                            (float) at(in, p * h * w, h, w, row, column);
                }
            }
        }
        return TorchOps.upload(
                x.getManager(), out, shape[0], shape[1], (long) h * factor, (long) w * factor);
    }

    private static double at(float[] in, int offset, int h, int w, double row, double column) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double sum = 0;
        for (int i = top - 1; i <= top + 2; i++) {
            for (int j = left - 1; j <= left + 2; j++) {
                int clampedRow = Math.min(Math.max(i, 0), h - 1);
                int clampedColumn = Math.min(Math.max(j, 0), w - 1);
                sum +=
                        weight(row - i)
                                * weight(column - j)
                                * in[offset + clampedRow * w + clampedColumn];
            }
        }
        return sum;
    }

    private static double weight(double distance) {
        double t = Math.abs(distance);
        if (t <= 1) {
            return ((A + 2) * t - (A + 3)) * t * t + 1;
        }
        return t < 2 ? ((A * t - 5 * A) * t + 8 * A) * t - 4 * A : 0;
    }
}
