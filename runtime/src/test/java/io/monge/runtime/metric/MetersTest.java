package io.monge.runtime.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.runtime.kafka.Broker;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.kafka.KafkaSink;
import io.monge.schemas.record.MetricSample;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Broker.class)
class MetersTest {

    private final Meters meters = new Meters();

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void whatIsEmittedIsShownLevelsAsTheNewestAndCountsAsTheSum(KafkaConnection kafka) {
        try (KafkaMetricEmitter emitter = new KafkaMetricEmitter(seen(kafka), "trainer")) {
            emitter.emitAt(1, Metric.TRAINER_MAP_LOSS, 0.5);
            emitter.emitAt(2, Metric.TRAINER_MAP_LOSS, -0.25);
            emitter.emit(Metric.INGEST_PATCHES_LR, 7);
            emitter.emit(Metric.INGEST_PATCHES_LR, 5);
            emitter.emit(Metric.TRAINER_STREAM_LAG_LR, 9);
        }

        assertThat(lines("monge_"))
                .contains(
                        "monge_trainer_diverged_total 0.0",
                        "monge_ingest_patches_lr_total 12.0",
                        "monge_trainer_map_loss -0.25",
                        "monge_trainer_stream_lag_lr 9.0");
        assertThat(meters.scrape())
                .contains("# TYPE monge_trainer_map_loss gauge")
                .contains(
                        "# HELP monge_trainer_stream_lag_lr LR patches in the log and not yet read (records)");
    }

    @Test
    void aKafkaClientIsShownForAsLongAsItIsOpen(KafkaConnection kafka) {
        KafkaConnection seen = seen(kafka);
        KafkaSink<MetricSample> sink = seen.sink(seen.topics().metricsSamples());

        assertThat(lines("kafka_producer_record_send_total")).hasSize(1);

        sink.close();
        assertThat(lines("kafka_")).isEmpty();
    }

    private KafkaConnection seen(KafkaConnection kafka) {
        return new KafkaConnection(
                kafka.settings(), kafka.topics(), kafka.registry(), meters.registry());
    }

    private List<String> lines(String beginning) {
        return meters.scrape().lines().filter(line -> line.startsWith(beginning)).toList();
    }
}
