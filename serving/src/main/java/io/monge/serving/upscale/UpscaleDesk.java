package io.monge.serving.upscale;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.DeepImage;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageFormat;
import io.monge.imaging.ImageHeader;
import io.monge.imaging.Picture;
import io.monge.imaging.Pixels;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.ServedModel;
import java.time.Duration;
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
    private final ModelSlot slot;
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
            ModelSlot slot,
            Upscaler upscaler,
            UpscaleQueue queue,
            UpscaleObserver observer) {
        this.codec = codec;
        this.slot = slot;
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
            if (method == Method.MONGE && slot.current().isEmpty()) {
                throw UnavailableException.noModel();
            }
            queue.requireRoom();
        } catch (UnavailableException refused) {
            observer.refused(refused.reason());
            throw refused;
        }
    }

    /**
     * The upscaled image. Decoding, inference and encoding happen on a worker; the caller's thread
     * only reads the header.
     *
     * <p>Errors: {@link io.monge.imaging.MalformedImageException}, {@link UnavailableException},
     * {@link DeadlinePassedException}.
     */
    public Mono<UpscaleAnswer> answer(UpscaleOrder order, Ticket ticket) {
        return Mono.defer(() -> admitted(order, ticket))
                .doOnNext(answer -> observer.answered(order.method(), answer))
                .doOnError(this::observe);
    }

    private Mono<UpscaleAnswer> admitted(UpscaleOrder order, Ticket ticket) {
        ImageHeader header = codec.header(order.image());
        ImageCodec.enlarged(
                new ImageHeader(order.output().format(), header.width(), header.height()), scale());
        long pixels = header.area();
        if (order.method() == Method.MONGE && slot.current().isEmpty()) {
            throw UnavailableException.noModel();
        }
        return queue.submit(pixels, ticket, queued -> work(order, ticket, queued));
    }

    private UpscaleAnswer work(UpscaleOrder order, Ticket ticket, Duration queued) {
        long start = System.nanoTime();
        Picture small = computed(() -> codec.picture(order.image()));
        long decoded = System.nanoTime();
        ticket.check();
        Enlarged large = enlarge(order, needed(order, small.pixels()), ticket);
        long upscaled = System.nanoTime();
        ticket.check();
        byte[] image = computed(() -> codec.encode(small.enlarged(large.image()), order.output()));
        UpscaleAnswer.Timing timing =
                new UpscaleAnswer.Timing(
                        queued,
                        Duration.ofNanos(decoded - start),
                        Duration.ofNanos(upscaled - decoded),
                        Duration.ofNanos(System.nanoTime() - upscaled));
        return new UpscaleAnswer(
                image,
                order.output().format(),
                large.image().width(),
                large.image().height(),
                large.version(),
                timing);
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

    private Enlarged enlarge(UpscaleOrder order, Pixels small, Ticket ticket) {
        return switch (order.method()) {
            case MONGE -> byMap(order, small, ticket);
            case BICUBIC -> {
                Pixels large = new BicubicResampler(scale()).of(small);
                yield new Enlarged(large, OptionalLong.empty());
            }
        };
    }

    private Enlarged byMap(UpscaleOrder order, Pixels small, Ticket ticket) {
        if (small instanceof DeepImage deep) {
            Upscaler.UpscaledDeep large = upscaler.upscale(deep, ticket);
            return new Enlarged(large.image(), OptionalLong.of(large.version()));
        }
        Upscaled large = upscaler.upscale(small.toRgb(), order.tiles(), ticket);
        return new Enlarged(large.image(), OptionalLong.of(large.version()));
    }

    private int scale() {
        return slot.current().map(ServedModel::scale).orElse(SCALE_WITHOUT_MODEL);
    }

    private void observe(Throwable cause) {
        if (cause instanceof UnavailableException refused) {
            observer.refused(refused.reason());
        } else {
            observer.failed(cause);
        }
    }

    private record Enlarged(Pixels image, OptionalLong version) {}
}
