package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.RandomCrops;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.ingest.video.VideoNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The images of a folder and of the archives and videos in it, decoded several at a time.
 *
 * <p>A file is read once it has settled. One that cannot be decoded is refused for good only if it
 * has not changed meanwhile; otherwise it was still being written and is tried again.
 */
final class DirectorySource implements ImageSource {

    private final Domain domain;
    private final SourceSpec.Directory spec;
    private final FolderPart part;
    private final UnknownDegradation degradation;
    private final Reading reading;
    private final ImageLimits limits;
    private final FeedConfig feed;
    private final RandomCrops crops;
    private final ImageCodec codec;
    private final ArchiveImages archives;
    private final RefusedImages refused;
    private final FolderProgress progress;
    private final Decoding decoding;

    /**
     * What is read, and how.
     *
     * @param feed what its images are for, and which frames of videos are images
     * @param degradation of its images, if that is asked for
     */
    record Subject(
            SourceSpec.Directory spec,
            FeedConfig feed,
            ImageLimits limits,
            UnknownDegradation degradation) {}

    /**
     * @param reading where to begin
     */
    DirectorySource(
            Domain domain,
            Subject subject,
            Reading reading,
            RefusedImages refused,
            FolderProgress progress,
            Decoding decoding) {
        this.domain = domain;
        this.spec = subject.spec();
        this.part = spec.chosen();
        this.degradation = subject.degradation();
        this.reading = reading;
        this.limits = subject.limits();
        this.feed = subject.feed();
        this.crops = new RandomCrops(feed.patch());
        this.codec = new ImageCodec(subject.limits());
        this.archives = new ArchiveImages(domain, part, reading, refused);
        this.refused = refused;
        this.progress = progress;
        this.decoding = decoding;
    }

    @Override
    public Flux<SourceImage> images() {
        return Flux.defer(() -> images(scan()));
    }

    private DirectoryScan scan() {
        return new DirectoryScan(spec, Clock.systemUTC(), reading.pass(), this::unreadable);
    }

    private void unreadable(Path name, IOException cause) {
        String message = "It cannot be looked at: " + cause;
        refused.add(domain, FoundFile.id(name), RefusedImages.Reason.UNREADABLE, message);
    }

    @Override
    public void finish() {
        reading.finish();
    }

    private Flux<SourceImage> images(DirectoryScan scan) {
        // A look ends with the reading of its last file: only then is it known what was put back.
        return Flux.defer(() -> look(scan))
                .repeatWhen(
                        looks ->
                                looks.takeWhile(found -> scan.goesOn())
                                        .concatMap(this::untilTheNextLook));
    }

    private Flux<SourceImage> look(DirectoryScan scan) {
        Flux<FoundImage> images =
                Flux.fromIterable(scan::look)
                        .concatMap(file -> found(scan, file), 0)
                        .filter(found -> part.has(found.start().image()))
                        .subscribeOn(decoding.feed());
        return decoding.of(images, found -> decode(scan, found)).doOnNext(shown -> progress.read());
    }

    private Flux<FoundImage> found(DirectoryScan scan, FoundFile file) {
        Optional<ArchiveFormat> format = ArchiveFormat.ofName(file.name());
        if (format.isPresent()) {
            return archives.of(file, () -> format.get().open(file.path(), limits.maxBytes()), scan);
        }
        if (VideoNames.isVideo(file.id())) {
            return archives.of(file, () -> frames(file), scan);
        }
        ImagePosition start = ImagePosition.start(file.id(), file.stamp(), file.pass());
        return reading.isWhole(start) ? Flux.empty() : Flux.just(FoundImage.of(file, start));
    }

    private ArchiveEntries frames(FoundFile file) throws IOException {
        return VideoEntries.open(file, reading.lastWhole(file), feed.video(), limits.maxPixels());
    }

    /**
     * @param shown images of the last look; where there were none, there is no hurry to look again
     */
    private Mono<Long> untilTheNextLook(long shown) {
        boolean atOnce = shown > 0 && spec.passes() == SourceSpec.Passes.LOOP;
        return atOnce ? Mono.just(0L) : Mono.delay(spec.scanEvery(), decoding.feed());
    }

    private Decoded decode(DirectoryScan scan, FoundImage found) {
        try {
            ImagePosition start = reading.of(found.start());
            return shown(scan, found, start, found.bytes().decode(codec));
        } catch (MalformedImageException e) {
            return failed(scan, found, RefusedImages.Reason.of(e.kind()), e.getMessage());
        } catch (IOException e) {
            return failed(scan, found, RefusedImages.Reason.UNREADABLE, e.getMessage());
        }
    }

    private Decoded shown(
            DirectoryScan scan, FoundImage found, ImagePosition start, RgbImage image) {
        if (spec.condition() == SourceSpec.Condition.AS_IS) {
            return fitting(scan, found, new SourceImage(start, image));
        }
        if (Math.min(image.width(), image.height()) < degradation.scale()) {
            String message = image + " cannot be reduced " + degradation.scale() + " times";
            return failed(scan, found, RefusedImages.Reason.TOO_SMALL, message);
        }
        // Other passes, other noise; drawn apart from the crops.
        long seed = ~(31L * start.image().hashCode() + start.pass());
        RgbImage degraded = degradation.of(image, seed);
        return fitting(scan, found, new SourceImage(withContent(start, image), degraded));
    }

    /** What is looked for among duplicates: noise makes each showing another image. */
    private ImagePosition withContent(ImagePosition start, RgbImage undegraded) {
        return feed.filter().duplicates() == PatchFilter.Duplicates.DROP
                ? start.of(SeenContents.contentOf(undegraded))
                : start;
    }

    /** The scan has to know of one that is too small, to leave it alone in the passes to come. */
    private Decoded fitting(DirectoryScan scan, FoundImage found, SourceImage source) {
        if (crops.fits(source.image())) {
            return Decoded.shown(source);
        }
        String message = "%s gives no patch of %d px".formatted(source.image(), feed.patch());
        return failed(scan, found, RefusedImages.Reason.TOO_SMALL, message);
    }

    private Decoded failed(
            DirectoryScan scan, FoundImage found, RefusedImages.Reason reason, String message) {
        return Decoded.instead(
                () -> {
                    progress.read();
                    if (scan.fail(found)) {
                        refused.add(domain, found.start().image(), reason, message);
                    }
                });
    }
}
