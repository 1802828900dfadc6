package io.monge.trainer;

import io.monge.ot.solver.SolverSpec;
import io.monge.runtime.kafka.Received;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.schemas.record.ModelManifest;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.ScriptedSolvers.Accidents;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Trainings on the test's own thread, from one iteration to another, with accidents.
 *
 * @param directory each model has a directory of checkpoints in it
 * @param metrics of all of them
 */
record TrainingRuns(Path directory, MetricEmitter metrics) {

    /** A tiny training of its own name that is a function of the log. */
    TrainerConfig config(String model) {
        return config(model, Tiny.solver());
    }

    TrainerConfig config(String model, SolverSpec solver) {
        TrainerConfig tiny = Tiny.config(solver, directory.resolve(model), WhenDry.WAIT);
        return new TrainerConfig(
                model,
                tiny.seed(),
                tiny.compute(),
                tiny.solver(),
                tiny.reservoir(),
                tiny.heldOut(),
                tiny.publish(),
                tiny.checkpoint(),
                tiny.guard(),
                tiny.selfTest());
    }

    void trainUntil(long last, TrainerConfig config, Wire wire) {
        trainUntil(last, config, wire, Accidents.NONE);
    }

    void trainUntil(long last, TrainerConfig config, Wire wire, Accidents accidents) {
        Training training = new Training(config, wire.kafka(), metrics, "test");
        LongFunction<Runnable> stop = n -> n == last ? training::stop : () -> {};
        run(training, wire, config, new ScriptedSolvers(config, accidents.after(stop)));
    }

    void trainUntilCrash(long last, TrainerConfig config, Wire wire) {
        Training training = new Training(config, wire.kafka(), metrics, "test");
        Runnable crash =
                () -> {
                    throw new PowerCut();
                };
        LongFunction<Runnable> event = n -> n == last ? crash : () -> {};
        run(training, wire, config, new ScriptedSolvers(config, Accidents.NONE.after(event)));
    }

    private void run(Training training, Wire wire, TrainerConfig config, Solvers solvers) {
        try (CheckpointDirectory opened = open(config);
                SecondHome home = SecondHome.open(config, wire.kafka(), metrics)) {
            CheckpointKeeper keeper = new CheckpointKeeper(config, opened, home, metrics);
            training.run(solvers, keeper, keeper.latest(), PairScores.none());
        }
    }

    Checkpoint latest(TrainerConfig config) {
        try (CheckpointDirectory opened = open(config)) {
            Optional<Checkpoint> latest = new CheckpointKeeper(config, opened, metrics).latest();
            return latest.orElseThrow();
        }
    }

    private static CheckpointDirectory open(TrainerConfig config) {
        return CheckpointDirectory.open(
                config.checkpoint().directory(),
                config.checkpoint().keep(),
                config.guard().confirmAfter());
    }

    /** Versions on the topic, in their order. */
    List<Long> versions(Wire wire, String model) {
        return wire.read(wire.topics().modelManifests()).stream()
                .map(Received::value)
                .filter(manifest -> manifest.getModel().equals(model))
                .map(ModelManifest::getVersion)
                .toList();
    }

    /** Stands for the end of the process: nothing after it runs but what the test cleans up. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
