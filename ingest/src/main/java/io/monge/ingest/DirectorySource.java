package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.MalformedImageException;
import java.io.IOException;
import java.time.Clock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * The images of a folder and of the archives in it, decoded one by one.
 *
 * <p>A file is read once it has settled. One that cannot be decoded is refused for good only if it
 * has not changed meanwhile; otherwise it was still being written and is tried again.
 */
final class DirectorySource implements ImageSource {

    private final Domain domain;
    private final SourceSpec.Directory spec;
    private final Reading reading;
    private final ImageCodec codec;
    private final ArchiveImages archives;
    private final RefusedImages refused;
    private final Scheduler scheduler;

    /**
     * @param reading where to begin
     * @param scheduler of the feed: rescans happen on its thread
     */
    DirectorySource(
            Domain domain,
            SourceSpec.Directory spec,
            Reading reading,
            ImageLimits limits,
            RefusedImages refused,
            Scheduler scheduler) {
        this.domain = domain;
        this.spec = spec;
        this.reading = reading;
        this.codec = new ImageCodec(limits);
        this.archives = new ArchiveImages(domain, limits, reading, refused);
        this.refused = refused;
        this.scheduler = scheduler;
    }

    @Override
    public Flux<SourceImage> images() {
        return Flux.defer(() -> images(new DirectoryScan(spec, Clock.systemUTC(), reading.pass())))
                .doOnComplete(reading::finish);
    }

    private Flux<SourceImage> images(DirectoryScan scan) {
        // A look ends with the reading of its last file: only then is it known what was put back.
        return Flux.defer(() -> Flux.fromIterable(scan.ready()).concatMap(f -> images(scan, f), 1))
                .repeatWhen(
                        looks ->
                                looks.takeWhile(found -> scan.goesOn())
                                        .concatMap(this::untilTheNextLook));
    }

    private Flux<SourceImage> images(DirectoryScan scan, FoundFile file) {
        return ArchiveFormat.ofName(file.name())
                .map(format -> archives.of(file, format, scan))
                .orElseGet(
                        () -> Flux.just(file).handle((found, sink) -> decode(scan, found, sink)));
    }

    /**
     * @param shown images of the last look; where there were none, there is no hurry to look again
     */
    private Mono<Long> untilTheNextLook(long shown) {
        boolean atOnce = shown > 0 && spec.passes() == SourceSpec.Passes.LOOP;
        return atOnce ? Mono.just(0L) : Mono.delay(spec.scanEvery(), scheduler);
    }

    private void decode(DirectoryScan scan, FoundFile file, SynchronousSink<SourceImage> sink) {
        ImagePosition start = new ImagePosition(file.id(), file.stamp(), file.pass(), 0);
        if (reading.isWhole(start)) {
            return;
        }
        try {
            sink.next(new SourceImage(reading.of(start), codec.decode(file.path())));
        } catch (MalformedImageException e) {
            refuse(scan, file, RefusedImages.Reason.of(e.kind()), e);
        } catch (IOException e) {
            refuse(scan, file, RefusedImages.Reason.UNREADABLE, e);
        }
    }

    private void refuse(
            DirectoryScan scan, FoundFile file, RefusedImages.Reason reason, Exception cause) {
        if (scan.hasChanged(file)) {
            scan.putBack(file);
        } else {
            scan.refuse(file);
            refused.add(domain, file.id(), reason, cause.getMessage());
        }
    }
}
