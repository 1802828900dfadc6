package io.monge.launcher.setup;

import io.monge.ingest.IngestConfig;
import io.monge.metrics.MetricsConfig;
import io.monge.metrics.watch.WatchConfig;
import io.monge.runtime.kafka.KafkaSettings;
import io.monge.runtime.service.HealthConfig;
import io.monge.serving.ServingConfig;
import io.monge.trainer.TrainerConfig;

/**
 * The whole configuration; {@code config/defaults.yaml} says what each key means.
 *
 * @param kafka how to reach the broker
 * @param registry {@code http(s)://host:port}, or {@code embedded}
 * @param health where a process of its own answers for its health
 * @param ingest where the images of the two streams come from, and how they are cut
 * @param trainer the method, its numbers, and when snapshots and checkpoints are written
 * @param serving HTTP and Kafka upscaling, and the page
 * @param metrics the windows of the metrics application
 * @param watch what becomes an alarm
 */
public record MongeConfig(
        KafkaSettings kafka,
        String registry,
        HealthConfig health,
        IngestConfig ingest,
        TrainerConfig trainer,
        ServingConfig serving,
        MetricsConfig metrics,
        WatchConfig watch) {}
