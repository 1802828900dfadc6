package io.monge.launcher.bench.vector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.imaging.ImageRows;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.option.OutputFile;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.BenchmarkResult;
import io.monge.ot.benchmark.BenchmarkRun;
import io.monge.ot.benchmark.ColourMap;
import io.monge.ot.benchmark.FittedMap;
import io.monge.ot.benchmark.PaletteSamples;
import io.monge.ot.benchmark.Wasserstein2Method;
import io.monge.ot.metric.EnergyDistance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench colour}: W2GN's colour transfer. */
@Command(
        name = "colour",
        mixinStandardHelpOptions = true,
        description = {
            "Give one photograph the palette of another by the optimal map between their colours.",
            "JPEG or PNG of any size in, PNG out, row by row. Usually 60 seconds."
        })
public final class ColourCommand implements Callable<Integer> {
    private static final double USUAL_SECONDS = 60;
    private static final int PALETTE = 1 << 16;
    private static final int SCORED = 4096;
    private static final int DIRECTIONS = 500;

    private final Terminal terminal;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "A",
            converter = InputFile.class,
            description = "the picture to recolour")
    private Path source = Path.of("");

    @Option(
            names = "--target",
            required = true,
            paramLabel = "B",
            converter = InputFile.class,
            description = "the picture whose palette it gets")
    private Path target = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT.png",
            converter = OutputFile.class,
            description = "the recoloured picture")
    private Path output = Path.of("");

    @Mixin private FitOptions fit = new FitOptions(2);

    /**
     * Sliced energy distances of colours to the target's.
     *
     * @param before of the source's
     * @param after of the recoloured ones
     */
    private record Scores(double before, double after) {}

    public ColourCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        fit.setUpLogging();
        try (ImageRows from = ImageRows.open(source);
                ImageRows to = ImageRows.open(target)) {
            PaletteSamples palettes =
                    new PaletteSamples(
                            Palettes.of(from, PALETTE, fit.seed()),
                            Palettes.of(to, PALETTE, fit.seed() + 1));
            BenchmarkResult<Scores> result =
                    new BenchmarkRun(
                                    palettes,
                                    Wasserstein2Method.colours(),
                                    fit.length(USUAL_SECONDS),
                                    fit.compute(),
                                    fit.seed())
                            .run(map -> apply(map, from, palettes));
            print(result);
            fit.write(json(from, result));
        }
        return Failures.DONE;
    }

    private Scores apply(FittedMap map, ImageRows from, PaletteSamples palettes) {
        try {
            Palettes.recolour(from, new ColourMap(map.solver().map(), fit.compute()), output);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'%s' could not be written: %s".formatted(output, e.getMessage()), e);
        }
        EnergyDistance distance = EnergyDistance.seeded(DIRECTIONS, 3, fit.seed());
        float[][] some = first(palettes.source());
        float[][] wanted = first(palettes.target());
        return new Scores(
                distance.unbiased(some, wanted), distance.unbiased(map.push(some), wanted));
    }

    private static float[][] first(float[][] rows) {
        return java.util.Arrays.copyOf(rows, Math.min(SCORED, rows.length));
    }

    private void print(BenchmarkResult<Scores> result) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%s written: %d iterations, %.0f s (processor %.0f s)%n"
                                + "sliced energy distance of its colours to those of %s: before %.5f,"
                                + " after %.5f%n",
                        output,
                        result.iterations(),
                        result.seconds(),
                        result.cpuSeconds(),
                        target.getFileName(),
                        result.score().before(),
                        result.score().after());
    }

    private ObjectNode json(ImageRows from, BenchmarkResult<Scores> result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("source", source.toString())
                .put("target", target.toString())
                .put("width", from.width())
                .put("height", from.height())
                .put("energyDistanceBefore", result.score().before())
                .put("energyDistanceAfter", result.score().after())
                .put("seconds", result.seconds())
                .put("cpuSeconds", result.cpuSeconds())
                .put("iterations", result.iterations());
        return json;
    }
}
