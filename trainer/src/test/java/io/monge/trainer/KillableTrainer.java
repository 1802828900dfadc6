package io.monge.trainer;

import io.monge.runtime.metric.MetricEmitter;
import io.monge.schemas.registry.EmbeddedRegistry;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.ScriptedSolvers.Accidents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A process that trains until an iteration and says where it is, unless it is killed before. */
final class KillableTrainer {

    /** First line, with the iteration it goes on from. */
    static final String FROM = "from ";

    /** One line for each iteration. */
    static final String DONE = "done ";

    private KillableTrainer() {}

    /** What a training needs to know. */
    record Task(String bootstrap, String prefix, Path registry, Path checkpoints, long last) {

        /**
         * @param output where its lines go
         */
        Process start(Path output) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KillableTrainer.class.getName(),
                            bootstrap,
                            prefix,
                            registry.toString(),
                            checkpoints.toString(),
                            Long.toString(last))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        static Task of(String[] arguments) {
            return new Task(
                    arguments[0],
                    arguments[1],
                    Path.of(arguments[2]),
                    Path.of(arguments[3]),
                    Long.parseLong(arguments[4]));
        }

        TrainerConfig config() {
            return Tiny.config(Tiny.solver(), checkpoints, WhenDry.WAIT);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Task task = Task.of(arguments);
        TrainerConfig config = task.config();
        Wire wire =
                Wire.open(task.bootstrap(), task.prefix(), EmbeddedRegistry.open(task.registry()));
        MetricEmitter nobody = MetricEmitter.discarding();
        Training training = new Training(config, wire.kafka(), nobody, "test");
        try (CheckpointDirectory directory =
                CheckpointDirectory.open(
                        task.checkpoints(),
                        config.checkpoint().keep(),
                        config.guard().confirmAfter())) {
            CheckpointKeeper keeper = new CheckpointKeeper(config, directory, nobody);
            Optional<Checkpoint> from = keeper.latest();
            System.out.println(FROM + from.map(Checkpoint::iteration).orElse(0L));
            training.run(
                    new ScriptedSolvers(
                            config, Accidents.NONE.after(n -> () -> done(n, task, training))),
                    keeper,
                    from,
                    PairScores.none());
        }
    }

    private static void done(long iteration, Task task, Training training) {
        System.out.println(DONE + iteration);
        if (iteration == task.last()) {
            training.stop();
        }
    }
}
