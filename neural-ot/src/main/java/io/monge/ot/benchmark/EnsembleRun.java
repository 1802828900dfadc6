package io.monge.ot.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Fits one method to one pair several times, from other weights and with other draws, and scores
 * the mean of the maps: an {@link Ensemble} has less of what each has by chance. Where the method's
 * map is ∇ψ with ψ convex, the mean of the maps is the gradient of the mean ψ, and its semi-dual is
 * at most the mean of theirs, because the semi-dual is convex in ψ.
 *
 * <p>Each of several computes on one thread, so how many run at a time does not change a bit.
 */
public final class EnsembleRun {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final SampledPair pair;
    private final BenchmarkMethod method;
    private final RunLength length;
    private final Ensemble ensemble;
    private final long seed;
    private final Consumer<RunProgress> listener;

    /**
     * @param length of all trainings together
     * @param seed of all: each of several trainings gets its own from it
     * @param listener hears every twentieth how far the run is; on any thread, one call at a time
     */
    public EnsembleRun(
            SampledPair pair,
            BenchmarkMethod method,
            RunLength length,
            Ensemble ensemble,
            long seed,
            Consumer<RunProgress> listener) {
        this.pair = pair;
        this.method = method;
        this.length = length;
        this.ensemble = ensemble;
        this.seed = seed;
        this.listener = listener;
    }

    /**
     * Trains, and scores the mean of the last iterates on a number of the pair's test points.
     *
     * @throws io.monge.ot.DivergedException if a loss of one training was not finite
     */
    public BenchmarkResult<MapScore> run(int mostTestPoints) {
        BenchmarkPair.TestPoints test = pair.test(seed, mostTestPoints);
        long start = System.nanoTime();
        long cpuStart = SYSTEM.getProcessCpuTime();
        List<BenchmarkResult<float[][]>> all = trainings(map -> map.push(test.x()));
        return new BenchmarkResult<>(
                all.get(0).spec(),
                all.stream().mapToLong(BenchmarkResult::iterations).sum(),
                (System.nanoTime() - start) * 1e-9,
                (SYSTEM.getProcessCpuTime() - cpuStart) * 1e-9,
                MapScore.of(mean(all.stream().map(BenchmarkResult::score).toList()), test));
    }

    /**
     * Trains, and scores every training's last iterate.
     *
     * @param scoring called once for each, on its own thread
     * @throws io.monge.ot.DivergedException if a loss of one training was not finite; the others
     *     are given up
     */
    public <S> List<BenchmarkResult<S>> trainings(Function<FittedMap, S> scoring) {
        EnsembleProgress progress = new EnsembleProgress(ensemble.trainings(), listener);
        ExecutorService threads = Executors.newFixedThreadPool(ensemble.atOnce());
        try {
            return IntStream.range(0, ensemble.trainings())
                    .mapToObj(
                            i ->
                                    CompletableFuture.supplyAsync(
                                            () -> training(i, progress).run(scoring), threads))
                    .toList() // all have been asked for before the first is waited for
                    .stream()
                    .map(EnsembleRun::result)
                    .toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private BenchmarkRun training(int number, EnsembleProgress progress) {
        long own = ensemble.trainings() == 1 ? seed : seedOf(number);
        RunLength ofOne = length.among(ensemble.trainings(), ensemble.atOnce());
        return new BenchmarkRun(pair, method, ofOne, ensemble.compute(), own)
                .reportingTo(now -> progress.of(number, now));
    }

    /** Not the next numbers: runs of neighbouring seeds would have trainings in common. */
    private long seedOf(int number) {
        return new SplittableRandom(seed).longs().skip(number).findFirst().orElseThrow();
    }

    private static <T> T result(CompletableFuture<T> training) {
        try {
            return training.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw e;
        }
    }

    private static float[][] mean(List<float[][]> images) {
        float[][] mean = new float[images.get(0).length][images.get(0)[0].length];
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j < mean[i].length; j++) {
                double sum = 0;
                for (float[][] one : images) {
                    sum += one[i][j];
                }
                mean[i][j] = (float) (sum / images.size());
            }
        }
        return mean;
    }
}
