package io.monge.ingest;

import io.monge.imaging.Crop;
import io.monge.imaging.RandomCrops;
import io.monge.ingest.RefusedImages.Reason;
import java.util.Iterator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * Patches of one domain: cuts each image, leaves out what is not wanted, keeps the pace, ends at
 * the limit.
 *
 * <p>Cutting runs on the feed's own thread, and only on demand: besides what a source decodes ahead
 * at most one image is held.
 */
final class PatchStream {

    private final Domain domain;
    private final FeedConfig config;
    private final RandomCrops crops;
    private final SeenContents contents;
    private final RefusedImages refused;
    private final Scheduler scheduler;

    /**
     * @param contents seen before
     */
    PatchStream(
            Domain domain,
            FeedConfig config,
            SeenContents contents,
            RefusedImages refused,
            Scheduler scheduler) {
        this.domain = domain;
        this.config = config;
        this.crops = new RandomCrops(config.patch());
        this.contents = contents;
        this.refused = refused;
        this.scheduler = scheduler;
    }

    Flux<Patch> of(ImageSource source) {
        Flux<Patch> patches =
                source.images()
                        .filter(this::isLargeEnough)
                        .handle(this::withoutDuplicates)
                        .flatMapIterable(this::cut, 1)
                        // The images end before this: with the last one handed over.
                        .doOnComplete(source::finish);
        Flux<Patch> limited = config.limit() == 0 ? patches : patches.take(config.limit());
        // Demand is carried to the feed's thread here, so all of the above runs there.
        return new Pace(config.patchesPerSecond(), scheduler).of(limited).subscribeOn(scheduler);
    }

    private boolean isLargeEnough(SourceImage source) {
        boolean fits = crops.fits(source.image());
        if (!fits) {
            refuse(
                    source,
                    Reason.TOO_SMALL,
                    "%s gives no patch of %d px".formatted(source.image(), config.patch()));
        }
        return fits;
    }

    private void withoutDuplicates(SourceImage source, SynchronousSink<SourceImage> next) {
        if (config.filter().duplicates() == PatchFilter.Duplicates.KEEP) {
            next.next(source);
            return;
        }
        long content =
                source.position()
                        .map(ImagePosition::content)
                        .filter(known -> known != SeenContents.UNKNOWN)
                        .orElseGet(() -> SeenContents.contentOf(source.image()));
        if (contents.isDuplicate(source.id(), content)) {
            refuse(source, Reason.DUPLICATE, "Another image has the same pixels");
        } else {
            next.next(source.of(content));
        }
    }

    /** Which crops they are depends on image and showing alone. */
    private Iterable<Patch> cut(SourceImage source) {
        return () -> {
            long seed = 31L * source.id().hashCode() + source.showing();
            Iterator<Crop> endless = crops.of(source.image(), seed).iterator();
            ImageCuts cuts =
                    new ImageCuts(
                            domain, source, endless, config.patchesPerImage(), config.filter());
            if (cuts.isEmpty() && source.cutBefore() == 0) {
                refuse(
                        source,
                        Reason.FEATURELESS,
                        "None of its patches has the contrast and sharpness that are asked for");
            }
            return cuts;
        };
    }

    private void refuse(SourceImage source, Reason reason, String message) {
        refused.add(domain, source.id(), reason, message);
        source.receipt().refuse(reason, message);
    }
}
