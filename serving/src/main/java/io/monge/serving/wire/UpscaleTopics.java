package io.monge.serving.wire;

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
import io.monge.serving.trace.Trace;
import io.monge.serving.trace.Traces;
import io.monge.serving.upscale.Letter;
import io.opentelemetry.api.trace.SpanKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Requests in, results out. Servers share the requests as a consumer group; each result and the
 * offset of its request are one transaction, so a result is written exactly once for readers of
 * committed records.
 */
public final class UpscaleTopics implements AutoCloseable {

    private static final String ROLE = "serving-upscale";
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaSource<UpscaleRequest> requests;
    private final TransactionalSink results;
    private final Topic<UpscaleResult> resultTopic;
    private final Traces traces = Traces.ofTheProcess();

    /**
     * @param instance name of this server among those that work side by side; the same after a
     *     restart, which then at once ends the transaction that its killed predecessor left open
     */
    public UpscaleTopics(KafkaConnection kafka, DeadLetters deadLetters, String instance) {
        this.requests =
                kafka.source(
                        kafka.topics().upscaleRequests(),
                        ReadOptions.from(kafka.group(ROLE)),
                        deadLetters);
        this.results = kafka.transactionalSink(ROLE + "-" + instance);
        this.resultTopic = kafka.topics().upscaleResults();
    }

    /** The requests; each subscription joins the group, its end leaves it. */
    public Flux<Letter> letters() {
        return Flux.defer(
                () -> {
                    results.takeOver();
                    return requests.deliveries().map(Request::new);
                });
    }

    /** Waits until the consumer has left its group, then closes the producer. */
    @Override
    public void close() {
        requests.awaitClosed(LEAVE_TIMEOUT);
        results.close();
    }

    private final class Request implements Letter {
        private final Delivery<UpscaleRequest> delivery;
        private final Trace trace;

        Request(Delivery<UpscaleRequest> delivery) {
            this.delivery = delivery;
            this.trace = traces.begin("upscale.requests", SpanKind.CONSUMER, delivery::header);
        }

        @Override
        public Trace trace() {
            return trace;
        }

        @Override
        public String requestId() {
            return delivery.value().getRequestId();
        }

        @Override
        public byte[] image() {
            ByteBuffer image = delivery.value().getImage().duplicate();
            byte[] bytes = new byte[image.remaining()];
            image.get(bytes);
            return bytes;
        }

        @Override
        public boolean isCurrent() {
            return delivery.isCurrent();
        }

        @Override
        public Mono<Void> answer(Reply reply) {
            UpscaleResult result =
                    UpscaleRecords.result(requestId(), reply, resultTopic.maxRecordBytes());
            return results.transactLater(transaction -> write(transaction, result)).then();
        }

        private boolean write(Transaction transaction, UpscaleResult result) {
            transaction.send(resultTopic, new Keyed<>(requestId(), result, trace.headers()));
            transaction.consumed(List.of(delivery));
            return true;
        }
    }
}
