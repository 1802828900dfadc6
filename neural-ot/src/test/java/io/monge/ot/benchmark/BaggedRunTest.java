package io.monge.ot.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.DivergedException;
import io.monge.ot.tensor.Compute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BaggedRunTest {
    private static final SampledPair PAIR = TornSquare.pair();
    private static final RunLength LENGTH = new RunLength.Iterations(120);

    @Test
    void theMeanOfTheMapsIsScoredAndThreadsDoNotChangeABit() {
        BenchmarkResult<MapScore> alone = bagged(new Bagging(3, 1)).run(500);
        BenchmarkResult<MapScore> beside = bagged(new Bagging(3, 2)).run(500);

        float[][] mean = new float[500][2];
        BenchmarkPair.TestPoints test = PAIR.test(4, 500);
        SplittableRandom seeds = new SplittableRandom(4);
        for (int number = 0; number < 3; number++) {
            long seed = seeds.nextLong();
            float[][] images =
                    new BenchmarkRun(
                                    new Resampled(PAIR.training(4, 0), seed),
                                    VectorMethods.semiDual(2),
                                    new RunLength.Iterations(40),
                                    Compute.cpu(1),
                                    seed)
                            .run(map -> map.push(test.x()))
                            .score();
            for (int i = 0; i < mean.length; i++) {
                mean[i][0] += images[i][0] / 3;
                mean[i][1] += images[i][1] / 3;
            }
        }
        double expected = MapScore.of(mean, test).uvp();
        assertThat(alone.score().uvp()).isCloseTo(expected, within(1e-5 * expected));
        assertThat(beside.score()).isEqualTo(alone.score());
        assertThat(alone.iterations()).isEqualTo(120);
    }

    @Test
    void oneTrainingSeesTheSamplesAsTheyAre() {
        MapScore bagged = bagged(new Bagging(1, 1)).run(500).score();

        MapScore plain =
                new BenchmarkRun(PAIR, VectorMethods.semiDual(2), LENGTH, Compute.cpu(1), 4)
                        .run(500)
                        .score();
        assertThat(bagged).isEqualTo(plain);
    }

    @Test
    void progressIsThatOfAllTrainingsTogether() {
        List<RunProgress> seen = new ArrayList<>();

        new BaggedRun(PAIR, VectorMethods.semiDual(2), LENGTH, new Bagging(3, 2), 4, seen::add)
                .run(10);

        assertThat(seen).extracting(RunProgress::share).isSorted().hasSizeBetween(10, 20);
        assertThat(seen.get(seen.size() - 1).share()).isCloseTo(1, within(1e-9));
        assertThat(seen.get(seen.size() - 1).iterations()).isEqualTo(120);
    }

    @Test
    void whatOneTrainingFailsWithIsThrownAndTheOthersAreGivenUp() {
        BenchmarkMethod failing =
                iterations -> {
                    throw new DivergedException("no finite loss");
                };
        BaggedRun run = new BaggedRun(PAIR, failing, LENGTH, new Bagging(3, 2), 4, now -> {});

        assertThatThrownBy(() -> run.run(10))
                .isInstanceOf(DivergedException.class)
                .hasMessage("no finite loss");
    }

    @Test
    void aBootstrapSampleIsOfTheSamplesAndAnotherForEverySeed() {
        UnpairedSamples.TrainingPoints whole = PAIR.training(0, 0);
        Set<List<Float>> known = distinct(whole.x());

        Set<List<Float>> first = distinct(drawn(new Resampled(whole, 1)));
        Set<List<Float>> second = distinct(drawn(new Resampled(whole, 2)));

        assertThat(known).containsAll(first);
        assertThat(first).isNotEqualTo(second);
        // 1 - 1/e of them, and four standard errors; of those, 40,000 draws miss next to none
        assertThat(first.size() / 4096.0).isCloseTo(1 - Math.exp(-1), within(0.03));
        assertThat(new Resampled(whole, 1).training(3, 1)).isSameAs(whole);
    }

    private static float[][] drawn(UnpairedSamples samples) {
        try (var root = Compute.cpu(1).openRoot()) {
            return Rows.of(samples.source(5).sample(root, 40_000).toFloatArray(), 2);
        }
    }

    private static Set<List<Float>> distinct(float[][] rows) {
        Set<List<Float>> distinct = new HashSet<>();
        Arrays.stream(rows).forEach(row -> distinct.add(List.of(row[0], row[1])));
        return distinct;
    }

    @Test
    void aLongRunHasMoreTrainings() {
        assertThat(Bagging.usual(new RunLength.Seconds(20), 2)).isEqualTo(new Bagging(1, 2));
        assertThat(Bagging.usual(new RunLength.Seconds(600), 1)).isEqualTo(new Bagging(4, 1));
        assertThat(Bagging.usual(new RunLength.Seconds(600), 2)).isEqualTo(new Bagging(8, 2));
        assertThat(Bagging.usual(new RunLength.Seconds(90_000), 2)).isEqualTo(new Bagging(32, 2));
        assertThat(Bagging.usual(new RunLength.Iterations(5_000), 1)).isEqualTo(new Bagging(1, 1));
        assertThat(Bagging.usual(new RunLength.Iterations(18_000), 1).trainings()).isEqualTo(3);
        assertThatThrownBy(() -> new Bagging(0, 1))
                .hasMessage("trainings are 0 and threads 1, both must be at least 1");
    }

    @Test
    void trainingsShareTheTimeInRoundsAndThePassesOneByOne() {
        assertThat(new RunLength.Seconds(600).among(8, 2)).isEqualTo(new RunLength.Seconds(150));
        assertThat(new RunLength.Seconds(600).among(3, 2)).isEqualTo(new RunLength.Seconds(300));
        assertThat(new RunLength.Iterations(100).among(8, 2))
                .isEqualTo(new RunLength.Iterations(12));
        assertThat(new RunLength.Iterations(1).among(8, 2)).isEqualTo(new RunLength.Iterations(1));
    }

    private static BaggedRun bagged(Bagging bagging) {
        return new BaggedRun(PAIR, VectorMethods.semiDual(2), LENGTH, bagging, 4, now -> {});
    }
}
