package io.monge.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer whose own numbers are shown for as long as it is open. */
final class MeteredConsumer extends KafkaConsumer<byte[], byte[]> {

    private final ClientMeters shown;

    MeteredConsumer(Map<String, Object> properties, MeterRegistry meters) {
        super(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        shown =
                new ClientMeters(
                        meters,
                        (thread, every) -> new KafkaClientMetrics(this, List.of(), thread, every));
    }

    @Override
    public void close() {
        shown.close();
        super.close();
    }

    @Override
    public void close(CloseOptions options) {
        shown.close();
        super.close(options);
    }
}
