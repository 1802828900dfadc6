package io.monge.serving.wire;

import io.monge.http.trace.Trace;
import io.monge.http.trace.Traces;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.Delivery;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSource;
import io.monge.runtime.kafka.Keyed;
import io.monge.runtime.kafka.ReadOptions;
import io.monge.runtime.kafka.Transaction;
import io.monge.runtime.kafka.TransactionalSink;
import io.monge.schemas.Topic;
import io.monge.schemas.record.UpscaleRequest;
import io.monge.schemas.record.UpscaleResult;
import io.monge.serving.upscale.Letter;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Requests in, results out. Servers share the requests as a consumer group; each result, of however
 * many records, and the offset of its request are one transaction, so a result is written exactly
 * once for readers of committed records. One exception: what lies between the pieces of another
 * image and is answered before it is answered again if the server is killed before that one is.
 */
public final class UpscaleTopics implements AutoCloseable {

    private static final String ROLE = "serving-upscale";
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1); // for images that will not be whole
    private static final int IMAGES_IN_PIECES = 4; // of the largest size, held at once
    private static final int LONGEST_ID = 1024; // characters

    private final KafkaSource<UpscaleRequest> requests;
    private final DeadLetters deadLetters;
    private final TransactionalSink results;
    private final Topic<UpscaleResult> resultTopic;
    private final Traces traces = Traces.ofTheProcess();
    private final OpenImages.Limits limits;

    /**
     * @param maxImageBytes of one encoded image, however many records it takes
     * @param patience how long the next piece of an image may take
     * @param instance name of this server among those that work side by side; the same after a
     *     restart, which then at once ends the transaction that its killed predecessor left open
     */
    public UpscaleTopics(
            KafkaConnection kafka,
            DeadLetters deadLetters,
            long maxImageBytes,
            Duration patience,
            String instance) {
        this.requests =
                kafka.source(
                        kafka.topics().upscaleRequests(),
                        ReadOptions.from(kafka.group(ROLE)),
                        deadLetters);
        this.deadLetters = deadLetters;
        this.results = kafka.transactionalSink(ROLE + "-" + instance);
        this.resultTopic = kafka.topics().upscaleResults();
        this.limits =
                new OpenImages.Limits(maxImageBytes, IMAGES_IN_PIECES * maxImageBytes, patience);
    }

    /** The requests; each subscription joins the group, its end leaves it. */
    public Flux<Letter> letters() {
        return Flux.defer(
                () -> {
                    results.takeOver();
                    return whole(new OpenImages(limits));
                });
    }

    /** Pieces are asked for while letters are; one record more than these is fetched ahead. */
    private Flux<Letter> whole(OpenImages images) {
        Flux<Supplier<Optional<RequestedImage>>> arrivals =
                requests.deliveries()
                        .filter(this::isAnswerable) // asks for another in the place of one it drops
                        .map(record -> () -> images.take(record));
        Flux<Supplier<Optional<RequestedImage>>> looks =
                Flux.interval(LOOK)
                        .onBackpressureDrop() // the next look finds as much
                        .map(tick -> images::abandoned);
        return Flux.merge(1, arrivals, looks)
                .handle(
                        (found, letters) ->
                                found.get()
                                        .map(image -> new Request(images, image))
                                        .ifPresent(letters::next));
    }

    /**
     * Whether a result can be sent under the request's id, which is its key and stands in it too:
     * with one beyond reason no topic would ever take it. Such a request goes to the dead letters.
     */
    private boolean isAnswerable(Delivery<UpscaleRequest> record) {
        int length = record.value().getRequestId().length();
        if (length > LONGEST_ID) {
            deadLetters.refuse(
                    record,
                    "the requestId has %d characters; at most %d can be answered"
                            .formatted(length, LONGEST_ID));
        }
        return length <= LONGEST_ID;
    }

    /** Waits until the consumer has left its group, then closes the producer. */
    @Override
    public void close() {
        requests.awaitClosed(LEAVE_TIMEOUT);
        results.close();
    }

    private final class Request implements Letter {
        private final OpenImages images;
        private final RequestedImage requested;
        private final Trace trace;

        Request(OpenImages images, RequestedImage requested) {
            this.images = images;
            this.requested = requested;
            this.trace =
                    traces.begin(
                            "upscale.requests",
                            SpanKind.CONSUMER,
                            requested.records().get(0)::header);
        }

        @Override
        public Trace trace() {
            return trace;
        }

        @Override
        public String requestId() {
            return requested.id();
        }

        @Override
        public byte[] image() {
            return requested.image();
        }

        @Override
        public boolean isCurrent() {
            return requested.isCurrent();
        }

        @Override
        public Mono<Void> answer(Reply reply) {
            List<UpscaleResult> records =
                    UpscaleRecords.results(requestId(), reply, resultTopic.maxRecordBytes());
            return results.transactLater(transaction -> write(transaction, records))
                    .doOnSuccess(written -> images.answered(requested))
                    .then();
        }

        private boolean write(Transaction transaction, List<UpscaleResult> records) {
            records.forEach(
                    record ->
                            transaction.send(
                                    resultTopic,
                                    new Keyed<>(requestId(), record, trace.headers())));
            transaction.consumed(requested.records(), images.next(requested));
            return true;
        }
    }
}
