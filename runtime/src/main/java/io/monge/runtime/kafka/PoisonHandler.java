package io.monge.runtime.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Mono;

/** What is done with a record that cannot be read. */
interface PoisonHandler {

    /** Completes when the record is safe elsewhere. */
    Mono<RecordPosition> report(ConsumerRecord<byte[], byte[]> raw, String reason);
}
