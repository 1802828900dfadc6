package io.monge.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer whose own numbers are shown for as long as it is open. */
final class MeteredProducer extends KafkaProducer<byte[], byte[]> {

    private final ClientMeters shown;

    MeteredProducer(Map<String, Object> properties, MeterRegistry meters) {
        super(properties, new ByteArraySerializer(), new ByteArraySerializer());
        shown =
                new ClientMeters(
                        meters,
                        (thread, every) -> new KafkaClientMetrics(this, List.of(), thread, every));
    }

    @Override
    public void close(Duration timeout) {
        shown.close();
        super.close(timeout);
    }
}
