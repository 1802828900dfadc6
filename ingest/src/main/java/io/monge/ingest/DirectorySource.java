package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.UnknownDegradation;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * The images of a folder and of the archives in it, decoded several at a time.
 *
 * <p>A file is read once it has settled. One that cannot be decoded is refused for good only if it
 * has not changed meanwhile; otherwise it was still being written and is tried again.
 */
final class DirectorySource implements ImageSource {

    /** Images decoded at a time, and so many besides are in memory. */
    static final int DECODERS = Runtime.getRuntime().availableProcessors();

    /** What a file turned out to be. */
    private sealed interface Outcome {}

    private record Shown(SourceImage image) implements Outcome {}

    private record Failed(FoundImage found, RefusedImages.Reason reason, String message)
            implements Outcome {}

    private final Domain domain;
    private final SourceSpec.Directory spec;
    private final FolderPart part;
    private final UnknownDegradation degradation;
    private final Reading reading;
    private final ImageCodec codec;
    private final ArchiveImages archives;
    private final RefusedImages refused;
    private final FolderProgress progress;
    private final Threads threads;

    /**
     * What is read, and how.
     *
     * @param degradation of its images, if that is asked for
     */
    record Subject(SourceSpec.Directory spec, ImageLimits limits, UnknownDegradation degradation) {}

    /**
     * Where the work is done.
     *
     * @param feed one thread, on which the folder is looked through
     * @param decoders for images, several at a time
     */
    record Threads(Scheduler feed, Scheduler decoders) {}

    /**
     * @param reading where to begin
     */
    DirectorySource(
            Domain domain,
            Subject subject,
            Reading reading,
            RefusedImages refused,
            FolderProgress progress,
            Threads threads) {
        this.domain = domain;
        this.spec = subject.spec();
        this.part = spec.chosen();
        this.degradation = subject.degradation();
        this.reading = reading;
        this.codec = new ImageCodec(subject.limits());
        this.archives = new ArchiveImages(domain, subject.limits(), reading, refused);
        this.refused = refused;
        this.progress = progress;
        this.threads = threads;
    }

    @Override
    public Flux<SourceImage> images() {
        return Flux.defer(() -> images(new DirectoryScan(spec, Clock.systemUTC(), reading.pass())))
                .doOnComplete(reading::finish);
    }

    private Flux<SourceImage> images(DirectoryScan scan) {
        // A look ends with the reading of its last file: only then is it known what was put back.
        return Flux.defer(() -> look(scan))
                .repeatWhen(
                        looks ->
                                looks.takeWhile(found -> scan.goesOn())
                                        .concatMap(this::untilTheNextLook));
    }

    /**
     * Decoded side by side, shown in order; what becomes of a file is settled on the feed's thread.
     */
    private Flux<SourceImage> look(DirectoryScan scan) {
        return Flux.fromIterable(scan::look)
                .concatMap(file -> found(scan, file), 0)
                .filter(found -> part.has(found.start().image()))
                .subscribeOn(threads.feed())
                .flatMapSequential(
                        found ->
                                Mono.fromCallable(() -> decode(found))
                                        .subscribeOn(threads.decoders()),
                        2 * DECODERS,
                        1)
                .publishOn(threads.feed(), 1)
                .handle((outcome, sink) -> settle(scan, outcome, sink));
    }

    private Flux<FoundImage> found(DirectoryScan scan, FoundFile file) {
        Optional<ArchiveFormat> format = ArchiveFormat.ofName(file.name());
        if (format.isPresent()) {
            return archives.of(file, format.get(), scan);
        }
        ImagePosition start = ImagePosition.start(file.id(), file.stamp(), file.pass());
        return reading.isWhole(start) ? Flux.empty() : Flux.just(FoundImage.of(file, start));
    }

    /**
     * @param shown images of the last look; where there were none, there is no hurry to look again
     */
    private Mono<Long> untilTheNextLook(long shown) {
        boolean atOnce = shown > 0 && spec.passes() == SourceSpec.Passes.LOOP;
        return atOnce ? Mono.just(0L) : Mono.delay(spec.scanEvery(), threads.feed());
    }

    private Outcome decode(FoundImage found) {
        try {
            ImagePosition start = reading.of(found.start());
            return shown(found, start, found.bytes().decode(codec));
        } catch (MalformedImageException e) {
            return new Failed(found, RefusedImages.Reason.of(e.kind()), e.getMessage());
        } catch (IOException e) {
            return new Failed(found, RefusedImages.Reason.UNREADABLE, e.getMessage());
        }
    }

    private Outcome shown(FoundImage found, ImagePosition start, RgbImage image) {
        if (spec.condition() == SourceSpec.Condition.AS_IS) {
            return new Shown(new SourceImage(start, image));
        }
        if (Math.min(image.width(), image.height()) < degradation.scale()) {
            String message = image + " cannot be reduced " + degradation.scale() + " times";
            return new Failed(found, RefusedImages.Reason.TOO_SMALL, message);
        }
        // Other passes, other noise; drawn apart from the crops.
        long seed = ~(31L * start.image().hashCode() + start.pass());
        return new Shown(new SourceImage(start, degradation.of(image, seed)));
    }

    private void settle(DirectoryScan scan, Outcome outcome, SynchronousSink<SourceImage> sink) {
        progress.read();
        if (outcome instanceof Shown shown) {
            sink.next(shown.image());
        } else if (outcome instanceof Failed failed && scan.fail(failed.found())) {
            String id = failed.found().start().image();
            refused.add(domain, id, failed.reason(), failed.message());
        }
    }
}
