package io.monge.ingest;

import io.monge.imaging.ImageCodec;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.runtime.service.Service;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Images → patches → topics: one feed for each domain that has a source, each with a thread of its
 * own.
 *
 * <p>Finished when every feed has reached its end (a folder gone through once, a limit); down when
 * one fails. A patch is counted when the sink has it safe. Patches of folders are delivered once,
 * whatever crashes ({@link ReadingLog}); those of other sources at least once.
 */
public final class IngestService implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);
    private static final Duration EMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

    private final IngestConfig config;
    private final Supplier<PatchSink> sinks;
    private final Arrivals<SourceSpec.Topic> topics;
    private final Arrivals<SourceSpec.Http> uploads;
    private final RefusedImages refused = new RefusedImages();
    private final IngestMeter meter;
    private final List<Feed> feeds = new ArrayList<>();
    // One queue for all of its threads: images take unequally long.
    private final Scheduler decoders =
            Schedulers.fromExecutorService(
                    Executors.newFixedThreadPool(Decoding.THREADS, IngestService::decodingThread));
    private final List<ReadingLog> logs = new ArrayList<>();
    private final List<FeedReport> reports = new ArrayList<>();
    private final List<Disposable> running = new ArrayList<>();
    private Optional<PatchSink> sink = Optional.empty();

    /**
     * @param sinks opens the way to the topics of patches when the service starts; the service
     *     closes it
     * @param topics where images arrive; the service closes it
     * @param uploads where images are posted; the service closes it
     */
    public IngestService(
            IngestConfig config,
            Supplier<PatchSink> sinks,
            Arrivals<SourceSpec.Topic> topics,
            Arrivals<SourceSpec.Http> uploads,
            MetricEmitter metrics) {
        this.config = config;
        this.sinks = sinks;
        this.topics = topics;
        this.uploads = uploads;
        this.meter = new IngestMeter(metrics, refused);
    }

    /** Without images that others send. */
    public IngestService(IngestConfig config, Supplier<PatchSink> sinks, MetricEmitter metrics) {
        this(config, sinks, Arrivals.none(), Arrivals.none(), metrics);
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void start() {
        for (Domain domain : Domain.values()) {
            requireSource(domain);
        }
        PatchSink open = sinks.get();
        sink = Optional.of(open);
        for (Domain domain : Domain.values()) {
            if (!(config.feed(domain).source() instanceof SourceSpec.None)) {
                feeds.add(startFeed(domain, open));
            }
        }
        List<Domain> domains = feeds.stream().map(Feed::domain).toList();
        running.add(
                Flux.interval(EMIT_EVERY)
                        // A slow moment may swallow a report; the next one contains its counts.
                        .onBackpressureDrop()
                        .subscribe(tick -> meter.emit(domains)));
        running.add(
                Flux.interval(REPORT_EVERY)
                        .onBackpressureDrop()
                        .subscribe(tick -> reports.forEach(IngestService::report)));
    }

    @Override
    public Health health() {
        List<Health> states = feeds.stream().map(Feed::health).toList();
        return states.stream()
                .filter(state -> state.is(Health.State.DOWN))
                .findFirst()
                .orElseGet(
                        () ->
                                states.stream().allMatch(s -> s.is(Health.State.FINISHED))
                                        ? Health.finished()
                                        : Health.up());
    }

    /** Patches of a domain that have been acknowledged so far. */
    public long published(Domain domain) {
        return meter.total(domain);
    }

    @Override
    public void close() {
        topics.settle();
        uploads.settle();
        feeds.forEach(Feed::close);
        decoders.dispose();
        topics.close();
        uploads.close();
        running.forEach(Disposable::dispose);
        logs.forEach(ReadingLog::close);
        sink.ifPresent(PatchSink::close);
        meter.emit(feeds.stream().map(Feed::domain).toList());
        reports.forEach(IngestService::report);
    }

    private static Thread decodingThread(Runnable task) {
        Thread thread = new Thread(task, "ingest-decode");
        thread.setDaemon(true);
        return thread;
    }

    private static void report(FeedReport report) {
        LOG.info(report.line(System.nanoTime()));
    }

    private void requireSource(Domain domain) {
        if (config.feed(domain).source() instanceof SourceSpec.Topic topic) {
            topics.require(domain, topic);
        }
        if (config.feed(domain).source() instanceof SourceSpec.Http http) {
            uploads.require(domain, http);
        }
        if (config.feed(domain).source() instanceof SourceSpec.Directory directory
                && !Files.isDirectory(directory.path())
                && !FolderWalk.isArchive(directory.path())) {
            throw new IllegalArgumentException(
                    "The %s source, %s, is no folder and no archive (.zip, .tar, .tar.gz): name an existing one"
                            .formatted(domain, directory.path().toAbsolutePath()));
        }
    }

    private Feed startFeed(Domain domain, PatchSink open) {
        Scheduler scheduler =
                Schedulers.newSingle("ingest-" + domain.name().toLowerCase(Locale.ROOT));
        if (config.feed(domain).source() instanceof SourceSpec.Directory directory) {
            return readFolder(domain, directory, open, scheduler);
        }
        reportOn(domain, Optional.empty());
        PatchStream patches =
                new PatchStream(
                        domain, config.feed(domain), new SeenContents(), refused, scheduler);
        return new Feed(
                domain,
                patches.of(source(domain, scheduler)),
                Dispatch.each(open),
                meter,
                scheduler);
    }

    private Feed readFolder(
            Domain domain, SourceSpec.Directory spec, PatchSink open, Scheduler scheduler) {
        FeedConfig feed = config.feed(domain);
        ReadingLog log = open.log(domain, spec.readingOf(feed.patch()));
        logs.add(log);
        Reading reading = Reading.resumed(log, spec.passes(), feed.patchesPerImage());
        LOG.info("{}: {} {}", domain, spec.path(), reading.beginning());
        FolderProgress progress = new FolderProgress(reading.wholeImages());
        if (spec.passes() == SourceSpec.Passes.ONCE) {
            decoders.schedule(() -> progress.count(spec.path(), spec.chosen()));
        }
        reportOn(domain, Optional.of(progress));
        ImageSource images =
                new DirectorySource(
                        domain,
                        new DirectorySource.Subject(
                                spec, config.limits(), config.scenes().degradation()),
                        reading,
                        refused,
                        progress,
                        new Decoding(scheduler, decoders));
        PatchStream patches = new PatchStream(domain, feed, reading.contents(), refused, scheduler);
        Dispatch dispatch = Dispatch.logged(log, reading, feed.patch());
        return new Feed(domain, patches.of(images), dispatch, meter, scheduler);
    }

    private void reportOn(Domain domain, Optional<FolderProgress> folder) {
        reports.add(new FeedReport(domain, meter, refused, folder, System.nanoTime()));
    }

    private ImageSource source(Domain domain, Scheduler scheduler) {
        SourceSpec spec = config.feed(domain).source();
        if (spec instanceof SourceSpec.Topic topic) {
            return arriving(domain, topics.images(domain, topic), scheduler);
        }
        if (spec instanceof SourceSpec.Http http) {
            return arriving(domain, uploads.images(domain, http), scheduler);
        }
        return SyntheticSource.open(domain, config.scenes());
    }

    private ImageSource arriving(Domain domain, Flux<ArrivedImage> arrivals, Scheduler scheduler) {
        ImageCodec codec = new ImageCodec(config.limits());
        return new ArrivalSource(
                domain, arrivals, codec, refused, new Decoding(scheduler, decoders));
    }
}
