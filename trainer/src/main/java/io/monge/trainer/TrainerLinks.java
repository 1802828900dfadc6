package io.monge.trainer;

import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.MetricEmitter;

/**
 * What connects a training to the outside.
 *
 * @param kafka opens topics
 * @param deadLetters for patches nobody can use
 * @param metrics for numbers
 */
record TrainerLinks(KafkaConnection kafka, DeadLetters deadLetters, MetricEmitter metrics) {}
