package io.monge.ot.metric;

import io.monge.imaging.RgbImage;
import io.monge.ot.HostTensor;
import io.monge.ot.linear.SquareMatrix;
import io.monge.ot.oracle.Findings;
import io.monge.ot.oracle.OracleFile;
import io.monge.ot.oracle.OracleGroup;
import io.monge.ot.oracle.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Scores of given arrays. */
public final class MetricOracles {
    private MetricOracles() {}

    public static List<OracleGroup> groups() {
        return List.of(OracleGroup.of("metrics.*", MetricOracles::check));
    }

    private static void check(OracleFile file, Findings findings) {
        frechet(file, findings);
        images(file, findings);
        energy(file, findings);
        gaussians(file, findings);
        findings.compare(
                PaletteContrast.of(file.rows("palette.pixels")),
                "palette.variance",
                Tolerance.FORWARD);
    }

    private static void frechet(OracleFile file, Findings findings) {
        Gaussian a = StreamingMoments.of(file.rows("fid.a"));
        Gaussian b = StreamingMoments.of(file.rows("fid.b"));
        findings.compare(a.mean(), "fid.mu1", Tolerance.FORWARD);
        findings.compare(flat(a.covariance()), "fid.sigma1", Tolerance.FORWARD);
        findings.compare(b.mean(), "fid.mu2", Tolerance.FORWARD);
        findings.compare(flat(b.covariance()), "fid.sigma2", Tolerance.FORWARD);
        findings.compare(FrechetDistance.between(a, b), "fid.value", Tolerance.FORWARD);
    }

    private static void images(OracleFile file, Findings findings) {
        RgbImage x = image(file, "ssim.x");
        RgbImage y = image(file, "ssim.y");
        findings.compare(Ssim.of(x, y), "ssim.value", Tolerance.DOUBLE);
        findings.compare(GaussianSsim.of(x, y), "ssim_sot.value", Tolerance.FORWARD);
        float[] u = file.get("psnr.x").floats();
        float[] v = file.get("psnr.y").floats();
        findings.compare(Psnr.of(u, v), "psnr.piq", Tolerance.FORWARD);
        findings.compare(Psnr.unclamped(u, v), "psnr.sot", Tolerance.FORWARD);
    }

    private static RgbImage image(OracleFile file, String name) {
        HostTensor tensor = file.get(name);
        byte[] pixels = new byte[Math.toIntExact(tensor.size())];
        tensor.bytes().get(pixels);
        return new RgbImage(file.extent(name, 1), file.extent(name, 0), pixels);
    }

    private static void energy(OracleFile file, Findings findings) {
        float[][] thetas = file.rows("energy.thetas_raw");
        float[][] x = file.rows("energy.X");
        float[][] y = file.rows("energy.Y");
        double biased = new EnergyDistance(thetas).biased(x, y);
        findings.compare(biased, "energy.biased", Tolerance.FORWARD);

        // The reference builds Y's distribution function G from weights -1/m, so that its term is
        // -G (1 + G) instead of G (1 - G): the number it prints is reproduced, not used.
        double ofX = integral(thetas, x, f -> f * (1 - f));
        double ofY = integral(thetas, y, g -> -g * (1 + g));
        findings.compare(
                biased - ofX / (x.length - 1) - ofY / (y.length - 1),
                "energy.unbiased",
                Tolerance.FORWARD);
        double right = integral(thetas, y, g -> g * (1 - g));
        double ours = new EnergyDistance(thetas).unbiased(x, y);
        double corrected = biased - ofX / (x.length - 1) - right / (y.length - 1);
        findings.compare(
                "energy distance with the right sign",
                new double[] {ours},
                new double[] {corrected},
                Tolerance.FORWARD);
    }

    /** Mean over directions of ∫ term(F), F the distribution function of the projections. */
    private static double integral(float[][] thetas, float[][] rows, DoubleUnaryOperator term) {
        double sum = 0;
        for (float[] theta : thetas) {
            double[] sorted = Directions.project(rows, Directions.normalised(theta));
            Arrays.sort(sorted);
            for (int i = 1; i < sorted.length; i++) {
                double f = (double) i / sorted.length;
                sum += (sorted[i] - sorted[i - 1]) * term.applyAsDouble(f);
            }
        }
        return sum / thetas.length;
    }

    private static void gaussians(OracleFile file, Findings findings) {
        Gaussian a = gaussian(file, "gauss.meanA", "gauss.covA");
        Gaussian b = gaussian(file, "gauss.meanB", "gauss.covB");
        Gaussian.Affine map = a.mapTo(b);
        findings.compare(flat(map.weight()), "gauss.weight", Tolerance.DOUBLE);
        findings.compare(map.bias(), "gauss.bias", Tolerance.DOUBLE);
        // The reference halves the cost.
        findings.compare(0.5 * a.squaredDistance(b), "gauss.bw", Tolerance.DOUBLE);
    }

    private static Gaussian gaussian(OracleFile file, String mean, String covariance) {
        double[] values = file.get(covariance).doubles();
        int n = file.extent(covariance, 0);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = Arrays.copyOfRange(values, i * n, (i + 1) * n);
        }
        return new Gaussian(file.get(mean).doubles(), new SquareMatrix(rows));
    }

    private static double[] flat(SquareMatrix matrix) {
        return Arrays.stream(matrix.rows()).flatMapToDouble(Arrays::stream).toArray();
    }
}
