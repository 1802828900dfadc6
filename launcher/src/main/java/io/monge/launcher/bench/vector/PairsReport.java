package io.monge.launcher.bench.vector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.ot.benchmark.Baselines;
import io.monge.ot.benchmark.BenchmarkResult;
import io.monge.ot.benchmark.MapScore;
import java.util.Locale;

/** The outcome of {@link PairsCommand}, for people and for machines. */
record PairsReport(
        PairSolver solver,
        int dim,
        int trainings,
        Baselines baselines,
        BenchmarkResult<MapScore> result) {
    private static final String ROW = "%-22s %10.3f %10.4f%n";

    /** The map beside what it must beat. */
    String table() {
        return String.format(
                        Locale.ROOT,
                        "D = %d, %d training%s, %d iterations in %.0f s (%.0f s of processor time)%n%-22s %10s %10s%n",
                        dim,
                        trainings,
                        trainings == 1 ? "" : "s",
                        result.iterations(),
                        result.seconds(),
                        result.cpuSeconds(),
                        "",
                        "L2-UVP, %",
                        "cosine")
                + row("identity", baselines.identity())
                + row("constant", baselines.constant())
                + row("linear", baselines.linear())
                + row(solver.toString(), result.score());
    }

    private static String row(String name, MapScore score) {
        return String.format(Locale.ROOT, ROW, name, score.uvp(), score.cosine());
    }

    /** The same numbers. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("dim", dim)
                .put("solver", solver.toString())
                .put("uvp", result.score().uvp())
                .put("cosine", result.score().cosine())
                .put("uvpIdentity", baselines.identity().uvp())
                .put("uvpConstant", baselines.constant().uvp())
                .put("uvpLinear", baselines.linear().uvp())
                .put("seconds", result.seconds())
                .put("cpuSeconds", result.cpuSeconds())
                .put("iterations", result.iterations())
                .put("trainings", trainings);
    }
}
