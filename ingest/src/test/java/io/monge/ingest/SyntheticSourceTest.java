package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.RgbImage;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.ScenePairs;
import io.monge.imaging.scene.SceneSeeds;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticSourceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Test
    void lrImagesAreReducedAndHrImagesAreScenes() {
        assertThat(images(Domain.LR, SceneConfig.Start.FIRST, 1).get(0).image().width())
                .isEqualTo(16);
        assertThat(images(Domain.HR, SceneConfig.Start.FIRST, 1).get(0).image().width())
                .isEqualTo(64);
    }

    @Test
    void neitherDomainEverShowsAScoringSceneOrOneOfTheOther() {
        SceneConfig config = Samples.scenes(SceneConfig.Start.FIRST);
        ScenePairs pairs =
                new ScenePairs(
                        new ScenePainter(64), config.degradation(), new SceneSeeds(config.world()));
        Set<RgbImage> lr = new HashSet<>();
        Set<RgbImage> hr = new HashSet<>();
        images(Domain.LR, SceneConfig.Start.FIRST, 50).forEach(i -> lr.add(i.image()));
        images(Domain.HR, SceneConfig.Start.FIRST, 50).forEach(i -> hr.add(i.image()));

        assertThat(lr).hasSize(50);
        assertThat(hr).hasSize(50);
        for (int index = 0; index < 50; index++) {
            assertThat(lr).doesNotContain(pairs.scene(index).lr());
            assertThat(hr).doesNotContain(pairs.scene(index).hr());
        }
    }

    @Test
    void aFixedStartRepeatsARunAndTheClockContinuesIt() {
        assertThat(ids(SceneConfig.Start.FIRST)).isEqualTo(ids(SceneConfig.Start.FIRST));
        assertThat(ids(SceneConfig.Start.CLOCK))
                .doesNotContainAnyElementsOf(ids(SceneConfig.Start.CLOCK));
    }

    private static List<String> ids(SceneConfig.Start start) {
        return images(Domain.LR, start, 5).stream().map(SourceImage::id).toList();
    }

    private static List<SourceImage> images(Domain domain, SceneConfig.Start start, int count) {
        return SyntheticSource.open(domain, Samples.scenes(start))
                .images()
                .take(count)
                .collectList()
                .block(DEADLINE);
    }
}
