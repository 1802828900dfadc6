package io.monge.ot.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.monge.ot.TransportMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Arithmetic;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.GradientScope;
import io.monge.ot.tensor.Layers;
import io.monge.ot.tensor.Parameters;

/**
 * Times the bare forward pass of a map on one square image of noise in memory, and compares its
 * result with float32's.
 */
public final class ForwardBenchmark {
    private static final String FORWARD = "forward";
    private static final String FLOAT32 = "float32";

    private final ModelSnapshot snapshot;
    private final int size;
    private final Compute compute;

    /**
     * @param snapshot the map
     * @param size side of the low-resolution image, px
     * @param compute device, threads, layout, precision; of {@code auto} the first choice is timed
     */
    public ForwardBenchmark(ModelSnapshot snapshot, int size, Compute compute) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ", must be at least 1");
        }
        this.snapshot = snapshot;
        this.size = size;
        this.compute = compute;
    }

    /**
     * Times of one image.
     *
     * @param medianSeconds wall clock
     * @param medianCpuSeconds processor time of all threads
     * @param arithmetic what it was computed in
     * @param meanError mean |difference| from float32 in steps of 1/255
     * @param mostError greatest |difference| from float32 in steps of 1/255
     */
    public record Result(
            double medianSeconds,
            double medianCpuSeconds,
            Arithmetic arithmetic,
            double meanError,
            double mostError) {}

    /** Runs on the calling thread: one pass warms up, then {@code passes} are timed. */
    public Result run(int passes) {
        try (NDManager root = compute.openRoot();
                GradientScope scope = GradientScope.frozen(root)) {
            Arithmetic arithmetic = snapshot.map().attempts(compute, root).get(0);
            NDArray x =
                    Layers.inFormat(
                            new RandomPatches(size, 1).sample(scope.manager(), 1),
                            compute.memoryFormat());
            TransportMap map = map(arithmetic, root);
            NDArray sr = map.of(x);
            NDArray exact = map(Arithmetic.FLOAT32, root).of(x);
            Stopwatch watch = new Stopwatch();
            for (int i = 0; i < passes; i++) {
                watch.time(FORWARD, () -> map.of(x)).close();
            }
            // Images are in [-1, 1]: one step of 1/255 is 2/255.
            NDArray steps = exact.sub(sr).abs();
            return new Result(
                    Stopwatch.median(watch.seconds(FORWARD)),
                    watch.medianCpuSeconds(FORWARD),
                    arithmetic,
                    127.5 * steps.mean().getFloat(),
                    127.5 * steps.max().getFloat());
        }
    }

    private TransportMap map(Arithmetic arithmetic, NDManager root) {
        Parameters masters = Parameters.frozen(root, snapshot.weights(), compute.memoryFormat());
        return snapshot.map().over(arithmetic.working(root, masters));
    }
}
