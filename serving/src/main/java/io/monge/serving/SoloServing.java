package io.monge.serving;

import io.monge.http.HttpListener;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.Health;
import io.monge.serving.dashboard.AlarmBoard;
import io.monge.serving.dashboard.MetricBoard;
import io.monge.serving.dashboard.RecentPatches;
import io.monge.serving.dashboard.StatusBoard;
import io.monge.serving.dashboard.TransportBoard;
import io.monge.serving.dashboard.WindowHistory;
import io.monge.serving.http.HttpApi;
import io.monge.serving.http.SampleImages;
import io.monge.serving.model.FrozenMapLoader;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelFeed;
import io.monge.serving.model.ModelNews;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.VersionException;
import io.monge.serving.model.VersionShelf;
import io.monge.serving.upscale.Ticket;
import io.monge.serving.upscale.TileBatcher;
import io.monge.serving.upscale.TileMode;
import io.monge.serving.upscale.UpscaleDesk;
import io.monge.serving.upscale.UpscaleQueue;
import io.monge.serving.upscale.Upscaler;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Serving without topics: the whole HTTP interface over a slot that its owner fills. What is
 * measured and loaded by benches and tests is this, the same parts as {@link ServingService} has.
 */
public final class SoloServing implements AutoCloseable {

    private final ModelSlot slot = new ModelSlot();
    private final Meters meters = new Meters();
    private final UpscaleQueue queue;
    private final TileBatcher batcher;
    private final VersionShelf shelf;
    private final StatusBoard statuses;
    private final HttpListener listener;

    private SoloServing(ServingConfig config) {
        ModelCatalogue catalogue = new ModelCatalogue();
        queue = new UpscaleQueue(config.queue());
        batcher = new TileBatcher(config.tile());
        shelf =
                new VersionShelf(
                        slot, catalogue, new NoFeed(), new FrozenMapLoader(config.compute()));
        statuses = new StatusBoard(slot, catalogue, queue);
        Upscaler upscaler = new Upscaler(slot, batcher);
        ImageCodec codec =
                new ImageCodec(
                        new ImageLimits(
                                config.maxBodyBytes(),
                                config.maxPixels(),
                                Set.copyOf(config.formats())));
        UpscaleMeters observer =
                new UpscaleMeters(
                        meters.registry(),
                        MetricEmitter.discarding(),
                        config.compute()::deviceHere);
        UpscaleDesk desk = new UpscaleDesk(codec, shelf, upscaler, queue, observer);
        listener =
                HttpApi.open(
                        config.api(),
                        new HttpApi.Parts(
                                desk,
                                slot,
                                catalogue,
                                (model, by, reason) -> Mono.error(new NoFeed().nothing(model)),
                                new MetricBoard(),
                                new WindowHistory(),
                                statuses,
                                SampleImages.ofTheRenderedWorld(),
                                transport(upscaler, config),
                                new AlarmBoard(),
                                meters,
                                Health::up));
    }

    /** Listens from now on; answers once there is a map in the slot. */
    public static SoloServing open(ServingConfig config) {
        return new SoloServing(config);
    }

    /** Where the map goes that is to be served. */
    public ModelSlot slot() {
        return slot;
    }

    /** The port that is listened on. */
    public int port() {
        return listener.port();
    }

    /** Refuses new work, answers what was accepted, then closes everything, the map too. */
    @Override
    public void close() {
        queue.close();
        listener.close();
        statuses.close();
        batcher.close();
        shelf.close();
        slot.close();
        meters.close();
    }

    private static TransportBoard transport(Upscaler upscaler, ServingConfig config) {
        return new TransportBoard(
                new NoPatches(),
                patch -> upscaler.upscale(patch, TileMode.BLENDED, new Ticket(config.deadline())),
                Clock.systemUTC());
    }

    private static final class NoPatches implements RecentPatches {
        @Override
        public List<RgbImage> lr(int count) {
            return List.of();
        }

        @Override
        public List<RgbImage> hr(int count) {
            return List.of();
        }
    }

    private static final class NoFeed implements ModelFeed {
        @Override
        public Flux<ModelNews> news() {
            return Flux.never();
        }

        @Override
        public byte[] fetch(PublishedModel model) {
            throw nothing(model);
        }

        VersionException nothing(PublishedModel model) {
            return new VersionException(
                    VersionException.Kind.UNKNOWN,
                    "There is no topic to take version %d from".formatted(model.version()));
        }
    }
}
