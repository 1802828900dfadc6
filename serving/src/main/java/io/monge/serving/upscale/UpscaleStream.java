package io.monge.serving.upscale;

import io.monge.imaging.ImageEncoding;
import io.monge.imaging.ImageFormat;
import io.monge.imaging.MalformedImageException;
import io.monge.runtime.service.Health;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Upscaling by Kafka: every letter gets exactly one reply, in order, through the same desk as HTTP.
 * While the queue is full or there is no model, letters wait; a letter that cannot be answered with
 * an image is answered with the reason, never tried for ever.
 */
public final class UpscaleStream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UpscaleStream.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final ImageEncoding PNG = ImageEncoding.of(ImageFormat.PNG, 100);

    private final Supplier<Flux<? extends Letter>> letters;
    private final UpscaleDesk desk;
    private final Duration deadline;
    private final int concurrency;
    private final Disposable.Swap running = Disposables.swap();
    private volatile Health health = Health.up();

    /**
     * @param deadline of one image, from the moment it is tried
     * @param concurrency letters in work at a time; no more are asked for
     */
    public UpscaleStream(
            Supplier<Flux<? extends Letter>> letters,
            UpscaleDesk desk,
            Duration deadline,
            int concurrency) {
        this.letters = letters;
        this.desk = desk;
        this.deadline = deadline;
        this.concurrency = concurrency;
    }

    /** Answers letters from now on. */
    public void start() {
        running.update(
                letters.get()
                        // Sequential: replies leave in order, so that offsets do.
                        .flatMapSequential(this::considered, concurrency, 1)
                        .concatMap(this::written, 0)
                        .subscribe(written -> {}, this::lost));
    }

    /** Degraded while the broker does not take a result, down when the topics are lost. */
    public Health health() {
        return health;
    }

    /** Letters that have no reply yet will be read again after the next start. */
    @Override
    public void close() {
        running.dispose();
    }

    private void lost(Throwable cause) {
        LOG.error("the upscale requests can no longer be answered", cause);
        health = Health.down(cause);
    }

    private Mono<Considered> considered(Letter letter) {
        return Mono.defer(() -> desk.answer(order(letter), new Ticket(deadline)))
                .<Letter.Reply>map(Letter.Reply.Success::new)
                .retryWhen(
                        Retry.fixedDelay(Long.MAX_VALUE, WAIT)
                                .filter(UnavailableException.class::isInstance))
                .onErrorResume(cause -> Mono.just(failure(letter, cause)))
                .map(reply -> new Considered(letter, reply));
    }

    private static UpscaleOrder order(Letter letter) {
        return new UpscaleOrder(letter.image(), Method.MONGE, TileMode.BLENDED, PNG);
    }

    private static Letter.Reply failure(Letter letter, Throwable cause) {
        if (cause instanceof MalformedImageException image) {
            boolean large = image.kind() == MalformedImageException.Kind.TOO_LARGE;
            return new Letter.Reply.Failure(
                    large ? Letter.Reason.TOO_LARGE : Letter.Reason.MALFORMED_IMAGE,
                    image.getMessage());
        }
        if (cause instanceof DeadlinePassedException) {
            return new Letter.Reply.Failure(Letter.Reason.UNAVAILABLE, cause.getMessage());
        }
        letter.trace()
                .logging(() -> LOG.error("upscale request {} failed", letter.requestId(), cause));
        return new Letter.Reply.Failure(
                Letter.Reason.UNAVAILABLE, "The server failed to upscale the image");
    }

    private Mono<Void> written(Considered done) {
        return Mono.defer(() -> done.letter.answer(done.reply))
                // Going on without this reply would skip it for ever: the next offset includes it.
                // However long the broker is away, images over HTTP are upscaled meanwhile.
                .retryWhen(
                        Retry.backoff(Long.MAX_VALUE, WAIT)
                                .maxBackoff(LONGEST_WAIT)
                                .filter(cause -> done.letter.isCurrent())
                                .doBeforeRetry(signal -> refused(done, signal.failure())))
                .doOnSuccess(written -> answered(done))
                .onErrorResume(
                        cause -> !done.letter.isCurrent(),
                        cause -> {
                            Letter letter = done.letter;
                            letter.trace()
                                    .logging(
                                            () ->
                                                    LOG.info(
                                                            "request {} is answered by another"
                                                                    + " server",
                                                            letter.requestId()));
                            return Mono.empty();
                        })
                .doFinally(end -> done.letter.trace().end());
    }

    private void answered(Considered done) {
        health = Health.up();
        Letter letter = done.letter;
        letter.trace().logging(() -> LOG.debug("request {} is answered", letter.requestId()));
    }

    private void refused(Considered done, Throwable cause) {
        String sentence =
                "the result of request %s is not taken by the broker yet: %s"
                        .formatted(done.letter.requestId(), cause.getMessage());
        done.letter.trace().logging(() -> LOG.warn("{}; it is sent again", sentence));
        health = Health.degraded(sentence);
    }

    private record Considered(Letter letter, Letter.Reply reply) {}
}
