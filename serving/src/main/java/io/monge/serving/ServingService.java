package io.monge.serving;

import io.monge.http.HttpListener;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.runtime.service.Service;
import io.monge.serving.dashboard.AlarmBoard;
import io.monge.serving.dashboard.MetricBoard;
import io.monge.serving.dashboard.ServerStatus;
import io.monge.serving.dashboard.StatusBoard;
import io.monge.serving.dashboard.TransportBoard;
import io.monge.serving.dashboard.WindowHistory;
import io.monge.serving.http.HttpApi;
import io.monge.serving.http.SampleImages;
import io.monge.serving.model.FrozenMapLoader;
import io.monge.serving.model.MapLoader;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.SnapshotFollower;
import io.monge.serving.model.VersionShelf;
import io.monge.serving.upscale.Ticket;
import io.monge.serving.upscale.TileBatcher;
import io.monge.serving.upscale.TileMode;
import io.monge.serving.upscale.UpscaleDesk;
import io.monge.serving.upscale.UpscaleQueue;
import io.monge.serving.upscale.UpscaleStream;
import io.monge.serving.upscale.Upscaler;
import io.monge.serving.wire.AlarmTopic;
import io.monge.serving.wire.ModelTopics;
import io.monge.serving.wire.PatchTopics;
import io.monge.serving.wire.UpscaleTopics;
import io.monge.serving.wire.WindowTopic;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

/**
 * Serving, wired: model topics to slot, images to upscaled images by HTTP and by Kafka, metric
 * windows to the dashboard. The topics must have been provisioned.
 */
public final class ServingService implements Service {

    private static final Logger LOG = LoggerFactory.getLogger(ServingService.class);

    private final ServingConfig config;
    private final KafkaConnection kafka;
    private final DeadLetters deadLetters;
    private final MetricEmitter metrics;
    private final Meters meters;
    private final SampleImages samples;
    private final ModelSlot slot = new ModelSlot();
    private final MetricBoard board = new MetricBoard();
    private final AlarmBoard alarms = new AlarmBoard();
    private final WindowHistory history = new WindowHistory();
    private final Deque<Runnable> closers = new ArrayDeque<>(); // of the runner's thread
    private final List<Supplier<Health>> parts = new CopyOnWriteArrayList<>();
    private volatile int port;
    private volatile OptionalLong lastServed = OptionalLong.empty();

    /**
     * @param kafka connection, metrics and meters stay the caller's
     */
    public ServingService(
            ServingConfig config,
            KafkaConnection kafka,
            DeadLetters deadLetters,
            MetricEmitter metrics,
            Meters meters,
            SampleImages samples) {
        this.config = config;
        this.kafka = kafka;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.meters = meters;
        this.samples = samples;
    }

    @Override
    public String name() {
        return "serving";
    }

    @Override
    public void start() {
        closing(slot, ModelSlot::close);
        ModelCatalogue catalogue = new ModelCatalogue();
        ModelTopics models =
                closing(new ModelTopics(kafka, deadLetters, config.model()), ModelTopics::close);
        follow(models, catalogue);
        readWindows();
        fill(alarms);
        UpscaleQueue queue = new UpscaleQueue(config.queue());
        StatusBoard statuses = closing(new StatusBoard(slot, catalogue, queue), StatusBoard::close);
        VersionShelf shelf =
                closing(new VersionShelf(slot, catalogue, models, loader()), VersionShelf::close);
        TileBatcher batcher = closing(new TileBatcher(config.tile()), TileBatcher::close);
        Upscaler upscaler = new Upscaler(slot, batcher);
        UpscaleDesk desk = desk(shelf, upscaler, queue);
        listen(
                new HttpApi.Parts(
                        desk,
                        slot,
                        catalogue,
                        models,
                        board,
                        history,
                        statuses,
                        samples,
                        transport(upscaler),
                        alarms,
                        meters,
                        this::health));
        answerLetters(desk);
        closing(queue, UpscaleQueue::close); // before the listener: accepted work is answered
        closing(statuses.changes().subscribe(this::emit), Disposable::dispose);
        statuses.start();
    }

    /** As in the URL of the page. */
    public String scheme() {
        return config.tls().scheme();
    }

    /** The port that is listened on; 0 before the start. */
    public int port() {
        return port;
    }

    /**
     * Version of the map that answers now, after the close of the last one; empty while there is
     * none.
     */
    public OptionalLong servedVersion() {
        return slot.current().map(model -> OptionalLong.of(model.version())).orElse(lastServed);
    }

    /** Metric windows that have reached the dashboard. */
    public long windows() {
        return board.received();
    }

    /** The worst of the parts'. */
    @Override
    public Health health() {
        return parts.stream()
                .map(Supplier::get)
                .max(Comparator.comparing(Health::state))
                .orElseGet(Health::up);
    }

    /** Refuses new work, answers what was accepted, then closes everything in reverse order. */
    @Override
    public void close() {
        lastServed = servedVersion();
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }

    private void follow(ModelTopics models, ModelCatalogue catalogue) {
        SnapshotFollower follower =
                closing(
                        new SnapshotFollower(models, catalogue, slot, loader(), metrics),
                        SnapshotFollower::close);
        parts.add(follower::health);
        follower.start();
    }

    private MapLoader loader() {
        return new FrozenMapLoader(config.compute());
    }

    private TransportBoard transport(Upscaler upscaler) {
        return new TransportBoard(
                new PatchTopics(kafka),
                patch -> upscaler.upscale(patch, TileMode.BLENDED, new Ticket(config.deadline())),
                Clock.systemUTC());
    }

    private UpscaleDesk desk(VersionShelf shelf, Upscaler upscaler, UpscaleQueue queue) {
        UpscaleMeters observer =
                new UpscaleMeters(meters.registry(), metrics, config.compute()::deviceHere);
        observer.watch(queue, slot);
        ImageLimits limits =
                new ImageLimits(
                        config.maxBodyBytes(), config.maxPixels(), Set.copyOf(config.formats()));
        return new UpscaleDesk(new ImageCodec(limits), shelf, upscaler, queue, observer);
    }

    private void readWindows() {
        Disposable windows =
                new WindowTopic(kafka, deadLetters)
                        .windows()
                        .subscribe(
                                window -> {
                                    board.put(window);
                                    history.put(window);
                                },
                                cause -> {
                                    LOG.error("the metric windows can no longer be read", cause);
                                    parts.add(() -> Health.down(cause));
                                });
        closing(windows, Disposable::dispose);
    }

    private void fill(AlarmBoard alarms) {
        Disposable notes =
                new AlarmTopic(kafka, deadLetters)
                        .notes()
                        .subscribe(
                                alarms::put,
                                cause -> {
                                    LOG.error("the alarms can no longer be read", cause);
                                    parts.add(() -> Health.down(cause));
                                });
        closing(notes, Disposable::dispose);
    }

    private void listen(HttpApi.Parts routes) {
        port = closing(HttpApi.open(config.api(), routes), HttpListener::close).port();
    }

    private void answerLetters(UpscaleDesk desk) {
        UpscaleTopics topics =
                closing(
                        new UpscaleTopics(
                                kafka,
                                deadLetters,
                                config.maxBodyBytes(),
                                config.deadline(),
                                InstanceName.of(config)),
                        UpscaleTopics::close);
        // One more than there are workers, so that none waits for a letter.
        int concurrency = config.queue().workers() + 1;
        UpscaleStream stream =
                closing(
                        new UpscaleStream(topics::letters, desk, config.deadline(), concurrency),
                        UpscaleStream::close);
        parts.add(stream::health);
        stream.start();
    }

    private void emit(ServerStatus status) {
        metrics.emit(Metric.SERVING_QUEUE_DEPTH, status.queue().requests());
        metrics.emit(Metric.SERVING_MEMORY_BYTES, status.use().resident());
        metrics.emit(Metric.SERVING_PROCESSOR_SHARE, status.use().processors());
        status.served()
                .ifPresent(
                        model ->
                                metrics.emit(
                                        Metric.SERVING_MODEL_VERSION, (double) model.version()));
    }

    private <T> T closing(T opened, Consumer<T> closer) {
        closers.push(() -> closer.accept(opened));
        return opened;
    }
}
