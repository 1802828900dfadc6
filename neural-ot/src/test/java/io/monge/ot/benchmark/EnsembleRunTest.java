package io.monge.ot.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.monge.ot.DivergedException;
import io.monge.ot.tensor.Compute;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EnsembleRunTest {
    private static final SampledPair PAIR = TornSquare.pair();
    private static final RunLength LENGTH = new RunLength.Iterations(120);

    @Test
    void theMeanOfTheMapsIsScoredAndThreadsDoNotChangeABit() {
        BenchmarkResult<MapScore> alone = run(new Ensemble(3, 1)).run(500);
        BenchmarkResult<MapScore> beside = run(new Ensemble(3, 2)).run(500);

        float[][] mean = new float[500][2];
        BenchmarkPair.TestPoints test = PAIR.test(4, 500);
        SplittableRandom seeds = new SplittableRandom(4);
        for (int number = 0; number < 3; number++) {
            long seed = seeds.nextLong();
            float[][] images =
                    new BenchmarkRun(
                                    PAIR,
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
    void oneTrainingIsAnOrdinaryRun() {
        MapScore one = run(new Ensemble(1, 1)).run(500).score();

        MapScore plain =
                new BenchmarkRun(PAIR, VectorMethods.semiDual(2), LENGTH, Compute.cpu(1), 4)
                        .run(500)
                        .score();
        assertThat(one).isEqualTo(plain);
    }

    @Test
    void progressIsThatOfAllTrainingsTogether() {
        List<RunProgress> seen = new ArrayList<>();

        new EnsembleRun(PAIR, VectorMethods.semiDual(2), LENGTH, new Ensemble(3, 2), 4, seen::add)
                .run(10);

        assertThat(seen).extracting(RunProgress::share).isSorted().hasSizeBetween(10, 20);
        assertThat(seen.get(seen.size() - 1).share()).isCloseTo(1, within(1e-9));
        assertThat(seen.get(seen.size() - 1).iterations()).isEqualTo(120);
    }

    @Test
    void whatOneTrainingFailsWithIsThrown() {
        BenchmarkMethod failing =
                iterations -> {
                    throw new DivergedException("no finite loss");
                };
        EnsembleRun run = new EnsembleRun(PAIR, failing, LENGTH, new Ensemble(3, 2), 4, now -> {});

        assertThatThrownBy(() -> run.run(10))
                .isInstanceOf(DivergedException.class)
                .hasMessage("no finite loss");
    }

    @Test
    void aLongRunHasMoreTrainings() {
        assertThat(Ensemble.usual(new RunLength.Seconds(20), 2)).isEqualTo(new Ensemble(1, 2));
        assertThat(Ensemble.usual(new RunLength.Seconds(600), 1)).isEqualTo(new Ensemble(4, 1));
        assertThat(Ensemble.usual(new RunLength.Seconds(600), 2)).isEqualTo(new Ensemble(8, 2));
        assertThat(Ensemble.usual(new RunLength.Seconds(90_000), 2)).isEqualTo(new Ensemble(32, 2));
        assertThat(Ensemble.usual(new RunLength.Iterations(5_000), 1))
                .isEqualTo(new Ensemble(1, 1));
        assertThat(Ensemble.usual(new RunLength.Iterations(18_000), 1).trainings()).isEqualTo(3);
        assertThatThrownBy(() -> new Ensemble(0, 1))
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

    private static EnsembleRun run(Ensemble ensemble) {
        return new EnsembleRun(PAIR, VectorMethods.semiDual(2), LENGTH, ensemble, 4, now -> {});
    }
}
