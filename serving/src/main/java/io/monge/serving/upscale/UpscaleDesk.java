package io.monge.serving.upscale;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.DeepImage;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageEncoding;
import io.monge.imaging.ImageFormat;
import io.monge.imaging.ImageHeader;
import io.monge.imaging.Picture;
import io.monge.imaging.Pixels;
import io.monge.imaging.RgbImage;
import io.monge.imaging.TileGrid;
import io.monge.serving.model.LoadedMap;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.ServedModel;
import io.monge.serving.model.VersionShelf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The way of every order, from HTTP and from Kafka alike: header limits, admission, then on a
 * worker decode, upscale, encode. Thread-safe.
 */
public final class UpscaleDesk {

    private static final int SCALE_WITHOUT_MODEL = 4;

    private final ImageCodec codec;
    private final VersionShelf shelf;
    private final Upscaler upscaler;
    private final UpscaleQueue queue;
    private final UpscaleObserver observer;

    /** Decoding and encoding; more of them at once than there are processors only take memory. */
    private final Semaphore processors =
            new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /**
     * @param codec its limits are those of the orders
     */
    public UpscaleDesk(
            ImageCodec codec,
            VersionShelf shelf,
            Upscaler upscaler,
            UpscaleQueue queue,
            UpscaleObserver observer) {
        this.codec = codec;
        this.shelf = shelf;
        this.upscaler = upscaler;
        this.queue = queue;
        this.observer = observer;
    }

    /**
     * Refuses, before the image has even been read, what cannot be answered now.
     *
     * @throws UnavailableException no model yet, queue full, or stopping
     */
    public void requireReady(Method method) {
        try {
            if (method == Method.MONGE && shelf.current().isEmpty()) {
                throw UnavailableException.noModel();
            }
            queue.requireRoom();
        } catch (UnavailableException refused) {
            throw counted(refused);
        }
    }

    /** Counts a refusal: for those who pass it on to whoever sent the order, and do not wait. */
    public UnavailableException counted(UnavailableException refused) {
        observer.refused(refused.reason());
        return refused;
    }

    /**
     * The upscaled image. Decoding, inference and encoding happen on a worker; the caller's thread
     * only reads the header.
     *
     * <p>Errors: {@link io.monge.imaging.MalformedImageException}, {@link UnavailableException},
     * {@link DeadlinePassedException}. The second is not yet a refusal ({@link #counted}): a letter
     * tries again until its turn has come.
     */
    public Mono<UpscaleAnswer> answer(UpscaleOrder order, Ticket ticket) {
        return Mono.defer(() -> admitted(order, ticket))
                .doOnNext(answer -> observer.answered(order.method(), answer))
                .doOnError(cause -> !(cause instanceof UnavailableException), observer::failed);
    }

    private Mono<UpscaleAnswer> admitted(UpscaleOrder order, Ticket ticket) {
        ImageHeader header = codec.header(order.image());
        ImageCodec.enlarged(
                new ImageHeader(order.output().format(), header.width(), header.height()), scale());
        long pixels = header.area() * Math.max(1, order.versions().size());
        if (order.method() == Method.MONGE && shelf.current().isEmpty()) {
            throw UnavailableException.noModel();
        }
        return queue.submit(pixels, ticket, queued -> work(order, ticket, queued));
    }

    private UpscaleAnswer work(UpscaleOrder order, Ticket ticket, Duration queued) {
        long start = System.nanoTime();
        Picture small = computed(() -> codec.picture(order.image()));
        long decoded = System.nanoTime();
        ticket.check();
        Enlarged large;
        try {
            large = enlarge(order, small, ticket);
        } catch (IOException e) {
            throw new UncheckedIOException("The result cannot be encoded", e);
        }
        ticket.check();
        long spent = System.nanoTime() - decoded;
        UpscaleAnswer.Timing timing =
                new UpscaleAnswer.Timing(
                        queued,
                        Duration.ofNanos(decoded - start),
                        Duration.ofNanos(spent - large.encodeNanos()),
                        Duration.ofNanos(large.encodeNanos()));
        return new UpscaleAnswer(
                large.encoded(),
                order.output().format(),
                large.width(),
                large.height(),
                large.version(),
                timing);
    }

    private Enlarged enlarge(UpscaleOrder order, Picture small, Ticket ticket) throws IOException {
        if (order.method() == Method.BICUBIC) {
            Pixels large = new BicubicResampler(scale()).of(needed(order, small.pixels()));
            return encoded(small.enlarged(large), order.output(), OptionalLong.empty());
        }
        if (order.versions().size() > 1) {
            return compared(order, small, ticket);
        }
        try (ModelSlot.Lease lease = lease(order)) {
            return mapped(lease, order, small, ticket);
        }
    }

    private ModelSlot.Lease lease(UpscaleOrder order) {
        return order.versions().isEmpty()
                ? shelf.lease().orElseThrow(UnavailableException::noModel)
                : shelf.lease(order.versions().get(0));
    }

    /** Encoded as the tiles come. */
    private Enlarged mapped(ModelSlot.Lease lease, UpscaleOrder order, Picture small, Ticket ticket)
            throws IOException {
        LoadedMap map = lease.map();
        try (EncodedRows rows =
                new EncodedRows(
                        out -> codec.rows(out, small, map.scale(), order.output()), processors)) {
            if (needed(order, small.pixels()) instanceof DeepImage deep) {
                upscaler.upscale(map, deep, rows::write, ticket);
            } else {
                RgbImage rgb = small.pixels().toRgb();
                TileGrid grid = upscaler.grid(map, order.tiles(), rgb.width(), rgb.height());
                upscaler.upscale(map, grid, i -> grid.tile(rgb, i), rows, ticket);
            }
            return new Enlarged(
                    rows.finish(),
                    map.scale() * small.width(),
                    map.scale() * small.height(),
                    OptionalLong.of(lease.model().version()),
                    rows.nanos());
        }
    }

    /** Both results over white, the first version's on the left. */
    private Enlarged compared(UpscaleOrder order, Picture small, Ticket ticket) {
        RgbImage rgb = small.overWhite();
        List<RgbImage> halves = new ArrayList<>();
        for (long version : order.versions()) {
            try (ModelSlot.Lease lease = shelf.lease(version)) {
                halves.add(upscaler.upscale(lease, rgb, order.tiles(), ticket).image());
            }
        }
        RgbImage both = SideBySide.of(halves.get(0), halves.get(1));
        OptionalLong first = OptionalLong.of(order.versions().get(0));
        return encoded(Picture.of(both), order.output(), first);
    }

    private Enlarged encoded(Picture large, ImageEncoding encoding, OptionalLong version) {
        long start = System.nanoTime();
        byte[] bytes = computed(() -> codec.encode(large, encoding));
        return new Enlarged(
                bytes, large.width(), large.height(), version, System.nanoTime() - start);
    }

    private <T> T computed(Supplier<T> work) {
        processors.acquireUninterruptibly(); // held for the time of one image's decoding
        try {
            return work.get();
        } finally {
            processors.release();
        }
    }

    /** 16 bits only where they can be written. */
    private static Pixels needed(UpscaleOrder order, Pixels small) {
        return order.output().format() == ImageFormat.PNG ? small : small.toRgb();
    }

    private int scale() {
        return shelf.current().map(ServedModel::scale).orElse(SCALE_WITHOUT_MODEL);
    }

    private record Enlarged(
            byte[] encoded, int width, int height, OptionalLong version, long encodeNanos) {}
}
