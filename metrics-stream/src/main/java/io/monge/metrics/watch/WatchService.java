package io.monge.metrics.watch;

import io.monge.runtime.kafka.Change;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.metric.ShortestWindows;
import io.monge.runtime.service.Health;
import io.monge.runtime.service.Service;
import io.monge.schemas.record.Alarm;
import io.monge.schemas.record.AlarmState;
import io.monge.schemas.record.MetricWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Metric windows to alarms, and the ends of both streams to their drift. All bookkeeping happens on
 * one thread, {@code watch}. An alarm's newest state stands on a compacted topic, which is read
 * first: a restart neither forgets nor repeats an alarm.
 */
public final class WatchService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(WatchService.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** A broker that is away delays an alarm; it must not end the watch. */
    private static final Retry AGAIN =
            Retry.backoff(Long.MAX_VALUE, TICK).maxBackoff(Duration.ofSeconds(30));

    private final WatchConfig config;
    private final KafkaConnection kafka;
    private final DeadLetters deadLetters;
    private final MetricEmitter metrics;
    private final Clock clock = Clock.systemUTC();
    private final AlarmBook book;
    private final ShortestWindows shortest = new ShortestWindows();
    private final Scheduler thread = Schedulers.newSingle("watch", true);
    private final Disposable.Composite work = Disposables.composite();
    private @Nullable KafkaSink<Alarm> alarms;
    private volatile @Nullable Throwable failure;
    private boolean caughtUp; // owned by the thread watch

    /**
     * @param kafka connection, dead letters and metrics stay the caller's
     */
    public WatchService(
            WatchConfig config,
            KafkaConnection kafka,
            DeadLetters deadLetters,
            MetricEmitter metrics) {
        this.config = config;
        this.kafka = kafka;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.book = new AlarmBook(config.alarms());
    }

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public void start() {
        KafkaSink<Alarm> sink = kafka.sink(kafka.topics().alarms());
        alarms = sink;
        Flux<?> windows =
                kafka.follower(kafka.topics().metricsWindows(), deadLetters)
                        .changes()
                        .publishOn(thread)
                        .doOnNext(this::window);
        Flux<?> ticks =
                Flux.interval(TICK, thread)
                        .onBackpressureDrop() // a late tick sees what an early one would have
                        .filter(tick -> caughtUp) // windows of yesterday say nothing of now
                        .concatMap(tick -> tell(sink));
        work.add(recall().thenMany(Flux.merge(windows, ticks)).subscribe(done -> {}, this::fail));
        work.add(looks(Metric.STREAM_DRIFT_LR, lr()).subscribe(done -> {}, this::fail));
        work.add(looks(Metric.STREAM_DRIFT_HR, hr()).subscribe(done -> {}, this::fail));
    }

    private Mono<Void> recall() {
        return kafka.follower(kafka.topics().alarms(), deadLetters)
                .changes()
                .takeUntil(change -> change instanceof Change.CaughtUp)
                .publishOn(thread)
                .ofType(Change.Updated.class)
                .doOnNext(change -> recall((Alarm) change.record().value()))
                .then();
    }

    private void recall(Alarm alarm) {
        AlarmBook.Key key = new AlarmBook.Key(alarm.getAlarm(), alarm.getSource());
        book.recall(key, alarm.getState() == AlarmState.FIRING, alarm.getSince());
    }

    private void window(Change<MetricWindow> change) {
        if (change instanceof Change.Updated<MetricWindow> updated
                && isShortest(updated.record().value())) {
            MetricWindow window = updated.record().value();
            book.window(
                    window.getMetric(),
                    window.getSource(),
                    window.getMean(),
                    window.getEnd(),
                    clock.instant());
        }
        if (change instanceof Change.CaughtUp) {
            book.begin(clock.instant());
            caughtUp = true;
        }
    }

    /** The mean of an hour says too little of now. */
    private boolean isShortest(MetricWindow window) {
        return shortest.isShortest(window.getStart(), window.getEnd());
    }

    private Mono<Void> tell(KafkaSink<Alarm> sink) {
        Instant now = clock.instant();
        return Flux.fromIterable(book.at(now))
                .doOnNext(WatchService::log)
                .concatMap(event -> sink.send(event.key().text(), record(event)).retryWhen(AGAIN))
                .then();
    }

    private static void log(AlarmBook.Event event) {
        if (event.firing()) {
            LOG.warn(
                    "alarm {} of {}: {}", event.rule().name(), event.source(), event.rule().says());
        } else {
            LOG.info("alarm {} of {} is over", event.rule().name(), event.source());
        }
    }

    private static Alarm record(AlarmBook.Event event) {
        OptionalDouble value = event.value();
        return Alarm.newBuilder()
                .setAlarm(event.rule().name())
                .setMetric(event.rule().metric())
                .setSource(event.source())
                .setState(event.firing() ? AlarmState.FIRING : AlarmState.RESOLVED)
                .setText(event.rule().says())
                .setValue(value.isPresent() ? value.getAsDouble() : null)
                .setSince(event.since())
                .build();
    }

    private StreamLooks lr() {
        return new StreamLooks(kafka.reader(kafka.topics().patchesLr()), config.drift());
    }

    private StreamLooks hr() {
        return new StreamLooks(kafka.reader(kafka.topics().patchesHr()), config.drift());
    }

    private Flux<Long> looks(Metric metric, StreamLooks stream) {
        return Flux.interval(config.drift().every(), Schedulers.boundedElastic())
                .onBackpressureDrop()
                .doOnNext(tick -> look(metric, stream))
                .doOnError(cause -> LOG.warn("{} cannot be measured now", metric.id(), cause))
                .retryWhen(AGAIN);
    }

    private void look(Metric metric, StreamLooks stream) {
        stream.look()
                .ifPresent(
                        drift -> {
                            metrics.emit(metric, drift.distance());
                            LOG.debug("{}: {}", metric.id(), drift);
                        });
    }

    private void fail(Throwable cause) {
        LOG.error("the watch has ended", cause);
        failure = cause;
    }

    @Override
    public Health health() {
        Throwable cause = failure;
        // Nothing else depends on the watch: without it the system works, unwatched.
        return cause == null
                ? Health.up()
                : Health.degraded("nobody watches: " + cause.getMessage());
    }

    @Override
    public void close() {
        work.dispose();
        thread.dispose();
        if (alarms != null) {
            alarms.close();
        }
    }
}
