package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.launcher.demo.Foundations;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.Connections;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Terminal;
import io.monge.metrics.VerificationReport;
import io.monge.metrics.WindowVerification;
import io.monge.runtime.kafka.KafkaConnection;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge metrics verify}: are the windows what the samples say? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Count the samples on the topic again and compare: are the final windows what the samples say?",
            "Exit code 0 if all are equal, 1 if not. Reads as far as the application has committed, so it can"
                    + " be asked at any time; metrics.windows and metrics.grace must be the application's."
        })
public final class MetricsVerifyCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    private final Terminal terminal;

    @Mixin private CommonOptions common = new CommonOptions();

    @Mixin private KeptData data = new KeptData();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "leave out windows that begin before, as 2026-01-31T12:00:00Z")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "leave out windows that end after, as 2026-01-31T13:00:00Z")
    private @Nullable Instant to;

    public MetricsVerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        common.setUpLogging(Level.WARN);
        MongeConfig config = terminal.setup().load(common, Optional.empty(), List.of()).root();
        VerificationReport report =
                data.directory()
                        .map(
                                directory -> {
                                    KeptData.requireDemo(directory);
                                    try (Foundations own =
                                            Foundations.embedded(config, directory)) {
                                        return verify(config, own.kafka());
                                    }
                                })
                        .orElseGet(() -> verify(config, Connections.open(config)));
        print(report);
        return report.isEqual() ? Failures.DONE : Failures.FAILED;
    }

    private VerificationReport verify(MongeConfig config, KafkaConnection kafka) {
        return new WindowVerification(kafka, config.metrics().windowing())
                .verify(from == null ? Instant.MIN : from, to == null ? Instant.MAX : to);
    }

    private void print(VerificationReport report) {
        PrintStream out = terminal.out();
        out.printf(
                "%d samples counted again, %d too late for their window (%d told by metrics.late)%n",
                report.samples(), report.late(), report.lateTold());
        if (report.behind() > 0) {
            out.printf("%d records the application has not committed yet%n", report.behind());
        }
        out.printf("%nfinal windows      equal  different  missing  unexpected%n");
        report.lines().forEach((length, line) -> print(length, line));
        report.problems().stream().limit(SHOWN).forEach(terminal.err()::println);
        if (report.problems().size() > SHOWN) {
            terminal.err().printf("... and %d more%n", report.problems().size() - SHOWN);
        }
    }

    private void print(Duration length, VerificationReport.Line line) {
        terminal.out()
                .printf(
                        "%-13s %10d %10d %8d %11d%n",
                        length.toString().substring(2).toLowerCase(Locale.ROOT),
                        line.equal(),
                        line.different(),
                        line.missing(),
                        line.unexpected());
    }
}
