package io.monge.launcher.setup;

import io.monge.ot.DivergedException;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.runtime.kafka.DeadLetters;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.KafkaMetricEmitter;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.metric.Metric;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.service.ExitReason;
import io.monge.runtime.service.HealthEndpoint;
import io.monge.runtime.service.Service;
import io.monge.runtime.service.ServiceRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Runs one service as a process of its own, until it is stopped, finishes or fails. */
public final class Processes {
    private static final Duration STOP_TIME = Duration.ofSeconds(70);

    private Processes() {}

    /** Connects, runs one service, and returns the exit code. */
    public static int run(
            Terminal terminal,
            MongeConfig config,
            String name,
            BiFunction<Links, MetricEmitter, Service> service) {
        return runAll(terminal, config, name, service.andThen(List::of));
    }

    /** Connects, runs services that belong together, and returns the exit code. */
    public static int runAll(
            Terminal terminal,
            MongeConfig config,
            String name,
            BiFunction<Links, MetricEmitter, List<Service>> services) {
        OrderlyEnd end = OrderlyEnd.awaited();
        try (Meters meters = new Meters()) {
            KafkaConnection kafka = Connections.open(config, meters);
            try (KafkaMetricEmitter metrics = new KafkaMetricEmitter(kafka, name);
                    DeadLetters deadLetters =
                            new DeadLetters(kafka, () -> metrics.emit(Metric.DEAD_LETTERS, 1))) {
                Links links = new Links(kafka, deadLetters, meters);
                ServiceRunner runner = new ServiceRunner(services.apply(links, metrics), STOP_TIME);
                return exitCode(terminal, watched(config, runner, meters, ServiceRunner::run));
            }
        } finally {
            end.reached();
        }
    }

    /** Runs services whose health can be asked for meanwhile, where the configuration says so. */
    public static ExitReason watched(
            MongeConfig config,
            ServiceRunner runner,
            Meters meters,
            Function<ServiceRunner, ExitReason> run) {
        Optional<HealthEndpoint> endpoint =
                HealthEndpoint.open(config.health(), runner::health, meters);
        try {
            return run.apply(runner);
        } finally {
            endpoint.ifPresent(HealthEndpoint::close);
        }
    }

    /**
     * What a process is connected to and seen by.
     *
     * @param kafka provisioned
     * @param deadLetters for records nobody can read
     * @param meters what Prometheus is shown
     */
    public record Links(KafkaConnection kafka, DeadLetters deadLetters, Meters meters) {}

    /** What an ended run means for the user; says why on standard error if it failed. */
    public static int exitCode(Terminal terminal, ExitReason reason) {
        if (reason instanceof ExitReason.Failed failed) {
            terminal.err().println("monge: %s: %s".formatted(failed.service(), failed.message()));
            Throwable cause = failed.cause().orElse(null);
            if (cause instanceof DivergedException) {
                return Failures.DIVERGED;
            }
            return cause instanceof InvalidConfigException ? Failures.WRONG_USAGE : Failures.FAILED;
        }
        return reason instanceof ExitReason.Interrupted ? Failures.INTERRUPTED : Failures.DONE;
    }
}
