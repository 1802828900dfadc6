package io.monge.launcher.bench.vector;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.InputFile;
import io.monge.launcher.setup.Failures;
import io.monge.launcher.setup.Terminal;
import io.monge.ot.benchmark.RuleChoice;
import io.monge.ot.benchmark.SampledPair;
import io.monge.ot.benchmark.VectorMethods;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge bench pairs-rule}: how the default of {@code bench pairs} is chosen. */
@Command(
        name = "pairs-rule",
        mixinStandardHelpOptions = true,
        description = {
            "Choose one rule for pairs of all dimensions without their test points: every candidate"
                    + " (activation and learning rate of the potential, or the number of trainings)"
                    + " trains on a part of the training samples, and the dual value on the rest"
                    + " ranks them. x_test and y_test are not looked at."
        })
public final class PairsRuleCommand implements Callable<Integer> {
    private static final int USUAL_ITERATIONS = 3000;

    private final Terminal terminal;

    @Option(
            names = "--file",
            paramLabel = "PAIR.npz",
            converter = InputFile.class,
            required = true,
            arity = "1..*",
            description = "pairs that one rule is to serve")
    private List<Path> files = List.of();

    @Option(
            names = "--hold-out",
            paramLabel = "N",
            defaultValue = "4096",
            converter = Count.class,
            description = "training samples of each side to judge by (default: 4096)")
    private int heldOut;

    @Option(
            names = "--trainings",
            paramLabel = "N[,N...]",
            split = ",",
            converter = Count.class,
            description =
                    "judge the chosen rule in so many trainings, whose mean counts, instead of the"
                            + " rules; together they have --iterations")
    private List<Integer> trainings = List.of();

    @Mixin private FitOptions fit = new FitOptions(2);

    public PairsRuleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        fit.setUpLogging();
        RuleChoice choice =
                new RuleChoice(
                        heldOut, fit.iterations(USUAL_ITERATIONS), fit.threads(), fit.seed());
        List<RuleChoice.Trial> trials = new ArrayList<>();
        for (Path file : files) {
            SampledPair pair = SampledPair.read(file);
            trials.addAll(choice.trials(pair, candidates(), this::report));
        }
        List<RuleChoice.Standing> ranked = RuleChoice.ranked(trials);
        terminal.out().printf("%n%-22s %s%n", "", "share of the best gain, mean over the pairs");
        for (RuleChoice.Standing standing : ranked) {
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%-22s %.4f%n",
                            name(standing.candidate()),
                            standing.share());
        }
        fit.write(numbers(trials, ranked));
        return Failures.DONE;
    }

    private void report(RuleChoice.Trial trial) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "D = %-3d %-22s dual value %9.4f, of the linear map %9.4f (unsolved %.1e)%n",
                        trial.dim(),
                        name(trial.candidate()),
                        trial.dual(),
                        trial.identity(),
                        trial.unsolved());
        terminal.out().flush();
    }

    private List<RuleChoice.Candidate> candidates() {
        return trainings.isEmpty()
                ? RuleChoice.Candidate.rules()
                : trainings.stream().map(RuleChoice.Candidate::of).toList();
    }

    private static String name(RuleChoice.Candidate candidate) {
        VectorMethods.Rule rule = candidate.rule();
        return String.format(
                Locale.ROOT,
                "%s, %.0e x %d",
                rule.activation().name().toLowerCase(Locale.ROOT),
                rule.learningRate(),
                candidate.trainings());
    }

    private static ObjectNode numbers(
            List<RuleChoice.Trial> trials, List<RuleChoice.Standing> ranked) {
        ObjectNode numbers = JsonNodeFactory.instance.objectNode();
        for (RuleChoice.Trial trial : trials) {
            numbers.withArray("trials")
                    .addObject()
                    .put("dim", trial.dim())
                    .put("rule", name(trial.candidate()))
                    .put("dual", finite(trial.dual()))
                    .put("dualLinear", finite(trial.identity()))
                    .put("unsolved", finite(trial.unsolved()));
        }
        for (RuleChoice.Standing standing : ranked) {
            numbers.withArray("ranked")
                    .addObject()
                    .put("rule", name(standing.candidate()))
                    .put("share", standing.share());
        }
        return numbers;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
