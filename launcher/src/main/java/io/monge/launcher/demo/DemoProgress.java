package io.monge.launcher.demo;

import io.monge.launcher.setup.Terminal;
import io.monge.ot.StepReport;
import io.monge.serving.ServingService;
import io.monge.trainer.TrainerProgress;
import io.monge.trainer.TrainerService;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/**
 * Tells on standard error how the demo is doing: one line redrawn for a person, a line now and then
 * for a file.
 */
public final class DemoProgress implements AutoCloseable {
    private static final Duration WATCHED = Duration.ofSeconds(1);
    private static final Duration UNWATCHED = Duration.ofSeconds(10);
    private static final String START_OF_LINE = "\r\u001b[2K";

    private final Terminal terminal;
    private final TrainerService trainer;
    private final ServingService serving;
    private final SampleClient samples;
    private final long beganNanos;
    private final Disposable ticking;
    private boolean greeted; // of the ticking thread

    /** Starts telling at once. */
    public DemoProgress(
            Terminal terminal,
            TrainerService trainer,
            ServingService serving,
            SampleClient samples,
            long beganNanos) {
        this.terminal = terminal;
        this.trainer = trainer;
        this.serving = serving;
        this.samples = samples;
        this.beganNanos = beganNanos;
        Duration every = terminal.isInteractive() ? WATCHED : UNWATCHED;
        this.ticking = Flux.interval(WATCHED, every).onBackpressureDrop().subscribe(tick -> tell());
    }

    /** The numbers so far. */
    public DemoSummary summary() {
        TrainerProgress progress = trainer.progress();
        return new DemoSummary(
                progress.iterations(),
                progress.lrPatches(),
                progress.hrPatches(),
                progress.snapshotsPublished(),
                serving.servedVersion().orElse(0),
                samples.answers(),
                serving.windows(),
                Math.round(seconds() * 10) / 10.0);
    }

    @Override
    public void close() {
        ticking.dispose();
        if (terminal.isInteractive()) {
            terminal.err().println();
        }
    }

    private void tell() {
        if (!greeted && serving.port() > 0) {
            greeted = true;
            terminal.err()
                    .println(
                            clear()
                                    + "Monge is at "
                                    + serving.scheme()
                                    + "://localhost:"
                                    + serving.port()
                                    + " - Ctrl+C ends it");
        }
        String line = line();
        if (terminal.isInteractive()) {
            terminal.err().print(START_OF_LINE + line);
            terminal.err().flush();
        } else {
            terminal.err().println(line);
        }
    }

    private String clear() {
        return terminal.isInteractive() ? START_OF_LINE : "";
    }

    private String line() {
        TrainerProgress progress = trainer.progress();
        OptionalLong version = serving.servedVersion();
        return String.format(
                Locale.ROOT,
                "%4.0f s · iteration %,d%s · %,d LR and %,d HR patches · %s · %,d images upscaled",
                seconds(),
                progress.iterations(),
                progress.lastReport().map(DemoProgress::losses).orElse(""),
                progress.lrPatches(),
                progress.hrPatches(),
                version.isPresent() ? "serving version " + version.getAsLong() : "no map yet",
                samples.answers());
    }

    private static String losses(StepReport report) {
        return String.format(
                Locale.ROOT,
                " (L_f %+.4f, L_T %+.4f, R_c %.4f)",
                report.potentialLoss(),
                report.mapLoss(),
                report.contentLoss());
    }

    private double seconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }
}
