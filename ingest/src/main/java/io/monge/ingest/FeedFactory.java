package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.runtime.config.InvalidConfigException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the feeds of a service, each of its kind of source, and keeps what they share: the threads
 * that decode, and the logs that their patches go to.
 */
final class FeedFactory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedFactory.class);

    private final IngestConfig config;
    private final Arrivals<SourceSpec.Topic> topics;
    private final Arrivals<SourceSpec.Http> uploads;
    private final RefusedImages refused;
    private final IngestMeter meter;
    // One queue for all of its threads: images take unequally long.
    private final Scheduler decoders =
            Schedulers.fromExecutorService(
                    Executors.newFixedThreadPool(Decoding.THREADS, FeedFactory::decodingThread));
    private final List<ReadingLog> folders = new ArrayList<>();
    private final List<ArrivalLog> arrivals = new ArrayList<>();
    private final List<FeedReport> reports = new ArrayList<>();

    FeedFactory(
            IngestConfig config,
            Arrivals<SourceSpec.Topic> topics,
            Arrivals<SourceSpec.Http> uploads,
            RefusedImages refused,
            IngestMeter meter) {
        this.config = config;
        this.topics = topics;
        this.uploads = uploads;
        this.refused = refused;
        this.meter = meter;
    }

    /**
     * Looks before anything is opened.
     *
     * @throws RuntimeException one sentence, if the source of a domain cannot be used
     */
    void require(Domain domain) {
        SourceSpec source = config.feed(domain).source();
        if (source instanceof SourceSpec.Topic topic) {
            topics.require(domain, topic);
        }
        if (source instanceof SourceSpec.Http http) {
            uploads.require(domain, http);
        }
        if (source instanceof SourceSpec.Directory directory
                && !Files.isDirectory(directory.path())
                && !FolderWalk.isManyImages(directory.path())) {
            throw new InvalidConfigException(
                    "The %s source, %s, is no folder, no archive (.zip, .tar, .tar.gz) and no video: name an existing one"
                            .formatted(domain, directory.path().toAbsolutePath()));
        }
    }

    /** Starts the feed of a domain that has a source. */
    Feed start(Domain domain, PatchSink sink) {
        Decoding decoding =
                new Decoding(
                        Schedulers.newSingle("ingest-" + domain.name().toLowerCase(Locale.ROOT)),
                        decoders);
        SourceSpec source = config.feed(domain).source();
        if (source instanceof SourceSpec.Directory directory) {
            return readFolder(domain, directory, sink, decoding);
        }
        reportOn(domain, Optional.empty());
        if (source instanceof SourceSpec.Topic topic) {
            return readTopic(domain, topic, sink, decoding);
        }
        if (source instanceof SourceSpec.Http http) {
            return arriving(domain, uploads.images(domain, http), Dispatch.each(sink), decoding);
        }
        return feed(
                domain,
                SyntheticSource.open(domain, config.scenes()),
                new SeenContents(),
                Dispatch.each(sink),
                decoding.feed());
    }

    private Feed readTopic(
            Domain domain, SourceSpec.Topic topic, PatchSink sink, Decoding decoding) {
        ArrivalLog log = sink.arrivals(domain);
        arrivals.add(log);
        // The end of the images must not end the reading: who has left the group can no longer say
        // that it has read them.
        Disposable.Swap reader = Disposables.swap();
        Flux<ArrivedImage> images =
                topics.images(domain, topic).publish(1).autoConnect(1, reader::update);
        Dispatch dispatch = Dispatch.whole(log, config.feed(domain), reader);
        return arriving(domain, images, dispatch, decoding);
    }

    private Feed arriving(
            Domain domain, Flux<ArrivedImage> arrivals, Dispatch dispatch, Decoding decoding) {
        ImageCodec codec = new ImageCodec(config.limits());
        ImageSource images = new ArrivalSource(domain, arrivals, codec, refused, decoding);
        return feed(domain, images, new SeenContents(), dispatch, decoding.feed());
    }

    private Feed readFolder(
            Domain domain, SourceSpec.Directory spec, PatchSink sink, Decoding decoding) {
        FeedConfig feed = config.feed(domain);
        ReadingLog log = sink.log(domain, spec.readingOf(feed.patch()));
        folders.add(log);
        Reading reading = Reading.resumed(log, spec.passes(), feed.patchesPerImage());
        LOG.info("{}: {} {}", domain, spec.path(), reading.beginning());
        FolderProgress progress = new FolderProgress(reading.wholeImages());
        if (spec.passes() == SourceSpec.Passes.ONCE) {
            decoders.schedule(() -> progress.count(spec.path(), spec.chosen()));
        }
        reportOn(domain, Optional.of(progress));
        DirectorySource.Subject subject =
                new DirectorySource.Subject(
                        spec, feed, config.limits(), config.scenes().degradation());
        ImageSource images =
                new DirectorySource(domain, subject, reading, refused, progress, decoding);
        Dispatch dispatch = Dispatch.logged(log, reading, feed);
        return feed(domain, images, reading.contents(), dispatch, decoding.feed());
    }

    private Feed feed(
            Domain domain,
            ImageSource images,
            SeenContents contents,
            Dispatch dispatch,
            Scheduler thread) {
        PatchStream patches =
                new PatchStream(domain, config.feed(domain), contents, refused, thread);
        return new Feed(domain, patches.of(images), dispatch, meter, thread);
    }

    private void reportOn(Domain domain, Optional<FolderProgress> folder) {
        reports.add(new FeedReport(domain, meter, refused, folder, System.nanoTime()));
    }

    /** What each feed has done, for people; called by one thread at a time. */
    List<String> reports() {
        return reports.stream().map(report -> report.line(System.nanoTime())).toList();
    }

    /** Once the feeds are closed. */
    @Override
    public void close() {
        decoders.dispose();
        folders.forEach(ReadingLog::close);
        arrivals.forEach(ArrivalLog::close);
    }

    private static Thread decodingThread(Runnable task) {
        Thread thread = new Thread(task, "ingest-decode");
        thread.setDaemon(true);
        return thread;
    }
}
