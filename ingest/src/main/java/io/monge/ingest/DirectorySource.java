package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.MalformedImageException;
import java.io.IOException;
import java.time.Clock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * The images of a folder, decoded one by one.
 *
 * <p>A file is read once it has settled. One that cannot be decoded is refused for good only if it
 * has not changed meanwhile; otherwise it was still being written and is tried again.
 */
final class DirectorySource implements ImageSource {

    private final Domain domain;
    private final SourceSpec.Directory spec;
    private final ImageCodec codec;
    private final RefusedImages refused;
    private final Scheduler scheduler;

    /**
     * @param scheduler of the feed: rescans happen on its thread
     */
    DirectorySource(
            Domain domain,
            SourceSpec.Directory spec,
            ImageCodec codec,
            RefusedImages refused,
            Scheduler scheduler) {
        this.domain = domain;
        this.spec = spec;
        this.codec = codec;
        this.refused = refused;
        this.scheduler = scheduler;
    }

    @Override
    public Flux<SourceImage> images() {
        return Flux.defer(() -> images(new DirectoryScan(spec, Clock.systemUTC())));
    }

    private Flux<SourceImage> images(DirectoryScan scan) {
        return Flux.defer(() -> Flux.fromIterable(scan.ready()))
                // One look after another; the next begins when all files of the last have been
                // asked for.
                .repeatWhen(
                        looks ->
                                looks.takeWhile(found -> scan.goesOn())
                                        .concatMap(this::untilTheNextLook))
                .handle((file, sink) -> decode(scan, file, sink));
    }

    private Mono<Long> untilTheNextLook(long found) {
        boolean atOnce = found > 0 && spec.passes() == SourceSpec.Passes.LOOP;
        return atOnce ? Mono.just(0L) : Mono.delay(spec.scanEvery(), scheduler);
    }

    private void decode(DirectoryScan scan, FoundFile file, SynchronousSink<SourceImage> sink) {
        try {
            sink.next(new SourceImage(file.id(), file.pass(), codec.decode(file.path())));
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
