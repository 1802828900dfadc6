package io.monge.ingest;

import io.monge.imaging.Crop;
import io.monge.imaging.RandomCrops;
import io.monge.imaging.RgbImage;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Patches of one domain: cuts each image, keeps the pace, ends at the limit.
 *
 * <p>Everything from decoding to cutting runs on the feed's own thread, and only on demand: at most
 * one image is made ahead of the patches asked for.
 */
final class PatchStream {

    private final Domain domain;
    private final FeedConfig config;
    private final RandomCrops crops;
    private final RefusedImages refused;
    private final Scheduler scheduler;

    PatchStream(Domain domain, FeedConfig config, RefusedImages refused, Scheduler scheduler) {
        this.domain = domain;
        this.config = config;
        this.crops = new RandomCrops(config.patch());
        this.refused = refused;
        this.scheduler = scheduler;
    }

    Flux<Patch> of(ImageSource source) {
        Flux<Patch> patches =
                source.images().filter(this::isLargeEnough).flatMapIterable(this::cut, 1);
        Flux<Patch> limited = config.limit() == 0 ? patches : patches.take(config.limit());
        // Demand is carried to the feed's thread here, so all of the above runs there.
        return new Pace(config.patchesPerSecond(), scheduler).of(limited).subscribeOn(scheduler);
    }

    private boolean isLargeEnough(SourceImage source) {
        boolean fits = crops.fits(source.image());
        if (!fits) {
            String message = "%s gives no patch of %d px".formatted(source.image(), config.patch());
            refused.add(domain, source.id(), RefusedImages.Reason.TOO_SMALL, message);
            source.receipt().refuse(RefusedImages.Reason.TOO_SMALL, message);
        }
        return fits;
    }

    /**
     * Crops of one image, each cut when it is asked for; which ones depends on image and showing
     * alone.
     */
    private Iterable<Patch> cut(SourceImage source) {
        return () -> {
            int before = source.cutBefore();
            long seed = 31L * source.id().hashCode() + source.showing();
            Stream<Crop> endless = crops.of(source.image(), seed).skip(before);
            AtomicInteger cut = new AtomicInteger();
            AtomicInteger unsent = new AtomicInteger(config.patchesPerImage() - before);
            Runnable sent =
                    () -> {
                        if (unsent.decrementAndGet() == 0) {
                            source.receipt().acknowledge(given(source));
                        }
                    };
            return endless.limit(config.patchesPerImage() - before)
                    .takeWhile(crop -> source.receipt().isAwaited())
                    .map(crop -> patch(source, crop, cut.incrementAndGet(), sent))
                    .iterator();
        };
    }

    private CutImage given(SourceImage source) {
        RgbImage image = source.image();
        return new CutImage(image.width(), image.height(), config.patchesPerImage());
    }

    private Patch patch(SourceImage source, Crop crop, int cut, Runnable sent) {
        Optional<ImagePosition> reached = source.position().map(start -> start.after(cut));
        return new Patch(domain, source.id(), crop, Instant.now(), reached, sent);
    }
}
