package io.monge.ingest;

import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.runtime.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Images → patches → topics: one feed for each domain that has a source, each with a thread of its
 * own.
 *
 * <p>Finished when every feed has reached its end (a folder gone through once, a limit); down when
 * one fails. A patch is counted when the sink has it safe. Patches of folders and of topics are
 * delivered once, whatever crashes ({@link ReadingLog}, {@link ArrivalLog}); those of uploads at
 * least once.
 */
public final class IngestService implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);
    private static final Duration EMIT_EVERY = Duration.ofSeconds(1);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

    private final IngestConfig config;
    private final Supplier<PatchSink> sinks;
    private final Arrivals<SourceSpec.Topic> topics;
    private final Arrivals<SourceSpec.Http> uploads;
    private final IngestMeter meter;
    private final FeedFactory factory;
    private final List<Feed> feeds = new ArrayList<>();
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
        RefusedImages refused = new RefusedImages();
        this.meter = new IngestMeter(metrics, refused);
        this.factory = new FeedFactory(config, topics, uploads, refused, meter);
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
            factory.require(domain);
        }
        PatchSink open = sinks.get();
        sink = Optional.of(open);
        for (Domain domain : Domain.values()) {
            if (!(config.feed(domain).source() instanceof SourceSpec.None)) {
                feeds.add(factory.start(domain, open));
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
                        .subscribe(tick -> factory.reports().forEach(LOG::info)));
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
        topics.close();
        uploads.close();
        running.forEach(Disposable::dispose);
        factory.close();
        sink.ifPresent(PatchSink::close);
        meter.emit(feeds.stream().map(Feed::domain).toList());
        factory.reports().forEach(LOG::info);
    }
}
