package io.monge.ingest;

import io.monge.imaging.RgbImage;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.SceneSeeds;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;

/** Endless rendered scenes: as they are on the HR side, degraded on the LR side. */
final class SyntheticSource implements ImageSource {

    private final Domain domain;
    private final SceneConfig config;
    private final ScenePainter painter;
    private final SceneSeeds seeds;
    private final long first;

    private SyntheticSource(Domain domain, SceneConfig config, long first) {
        this.domain = domain;
        this.config = config;
        this.painter = new ScenePainter(config.size());
        this.seeds = new SceneSeeds(config.world());
        this.first = first;
    }

    static SyntheticSource open(Domain domain, SceneConfig config) {
        return switch (config.start()) {
            case FIRST -> new SyntheticSource(domain, config, 0);
            case CLOCK -> new SyntheticSource(domain, config, nanosSince1970());
        };
    }

    @Override
    public Flux<SourceImage> images() {
        return Flux.generate(
                () -> first,
                (index, sink) -> {
                    sink.next(image(index));
                    return index + 1;
                });
    }

    private SourceImage image(long index) {
        long seed = seeds.of(domain.scenes(), index);
        RgbImage scene = painter.paint(seed);
        String id = "scene-%d-%s-%d".formatted(config.world(), domain, index);
        RgbImage image = domain == Domain.LR ? config.degradation().of(scene, ~seed) : scene;
        return new SourceImage(id, 0, image);
    }

    private static long nanosSince1970() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
