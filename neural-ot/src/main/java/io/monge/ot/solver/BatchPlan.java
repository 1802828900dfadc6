package io.monge.ot.solver;

import ai.djl.ndarray.NDArray;
import io.monge.ot.ConvexPotential;
import io.monge.ot.tensor.Convexity;
import io.monge.ot.tensor.TorchOps;
import java.util.Arrays;
import java.util.List;

/**
 * The benchmark's QC (WGAN-QC, Liu, Gu and Samaras 2019): the transport between the two batches is
 * solved exactly, and the potentials regress to its duals. With o(z) = ψ(z) - ‖z‖²/2, u the dual of
 * y, v that of x, and y(x) the partner of x in the optimal plan, the loss of ψ is
 *
 * <pre>½ (mean o(y) - mean u)² + ½ mean (o(x) - v)² + w/2 mean (½ ‖∇o(x)‖ - ½ ‖y(x) - x‖)²</pre>
 *
 * and that of φ the same with the sides exchanged.
 *
 * <p>Batches are small samples of the measures, so the duals are biased, the more so the more
 * dimensions there are. Nor are they unique: another solver of the linear program gives another
 * run.
 *
 * @param slopeWeight w, at least 0: 0.4 in the benchmark
 */
public record BatchPlan(double slopeWeight) implements DualObjective {
    public BatchPlan {
        if (!(slopeWeight >= 0)) {
            throw new IllegalArgumentException(
                    "slopeWeight is " + slopeWeight + ", must be at least 0");
        }
    }

    /** w = 0.4. */
    public static BatchPlan benchmark() {
        return new BatchPlan(0.4);
    }

    @Override
    public List<NDArray> losses(DualBatch batch) {
        BatchDuals duals = BatchDuals.of(rows(batch.y()), rows(batch.x()));
        return losses(batch, duals, duals.reversed());
    }

    /**
     * The losses of both potentials at given duals.
     *
     * @param duals of ψ's loss: u on y, v on x
     * @param reversed of φ's: u on x, v on y
     */
    List<NDArray> losses(DualBatch batch, BatchDuals duals, BatchDuals reversed) {
        return List.of(ofOne(batch, duals), ofOne(batch.reversed(), reversed));
    }

    private NDArray ofOne(DualBatch batch, BatchDuals duals) {
        NDArray x = batch.x();
        ConvexPotential psi = batch.psi();
        NDArray level = upload(x, duals.meanU());
        NDArray gap = excess(psi, batch.y()).mean().sub(level).square().mean();
        NDArray misfit = excess(psi, x).sub(upload(x, duals.v())).square().mean();
        NDArray slope = TorchOps.normPerSample(psi.push(x).sub(x));
        NDArray way = upload(x, duals.distances(rows(batch.y()), rows(x)));
        NDArray bend = TorchOps.scale(slope.sub(way), 0.5).square().mean();
        return TorchOps.scale(TorchOps.addScaled(gap.add(misfit), bend, slopeWeight), 0.5);
    }

    /** ψ(z) - ‖z‖²/2, (n). */
    private static NDArray excess(ConvexPotential psi, NDArray z) {
        return TorchOps.addScaled(psi.of(z), Convexity.squareNorm(z), -0.5);
    }

    private static NDArray upload(NDArray beside, double... values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return TorchOps.upload(beside.getManager(), rounded, rounded.length);
    }

    /** (n, ...) as n rows on the host. */
    private static float[][] rows(NDArray batch) {
        float[] values = TorchOps.rowMajor(TorchOps.detach(batch)).toFloatArray();
        float[][] rows = new float[(int) batch.getShape().get(0)][];
        int width = values.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
        }
        return rows;
    }

    @Override
    public boolean staysConvex() {
        return false;
    }
}
