package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.embedded.EmbeddedKafka;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.schemas.registry.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trainer's process killed with -9 at random moments, also while it writes checkpoints (every
 * fifth iteration) and publishes (every third), under ingest. {@code -Dmonge.kills=50} for more.
 */
class KilledTrainerTest {

    private static final String PREFIX = "killed.";
    private static final int KILLS = Integer.getInteger("monge.kills", 5);
    private static final long SEED = Long.getLong("monge.kills.seed", 1);
    private static final long ITERATIONS_PER_KILL = 30;
    private static final int LONGEST_LIFE_MILLIS = 800;
    private static final int PATCHES_AT_ONCE = 200;
    private static final long PACE_MILLIS = 100;
    private static final Duration STARTED = Duration.ofMinutes(2);

    @TempDir Path folder;
    private final List<Life> lives = new ArrayList<>();

    /**
     * One process.
     *
     * @param from the iteration it went on from
     * @param done the last one it has said it has done
     * @param readyMillis from the start of the process to its first iteration
     */
    private record Life(long from, long done, long readyMillis) {}

    @Test
    void theStateIsTheOneOfATrainingThatWasNeverKilled() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("broker"))) {
            Wire wire =
                    Wire.open(
                            broker.bootstrapServers(),
                            PREFIX,
                            EmbeddedRegistry.open(folder.resolve("registry")));
            wire.record(PATCHES_AT_ONCE);
            CountDownLatch over = new CountDownLatch(1);
            Thread ingest = new Thread(() -> ingest(wire, over), "ingest");
            ingest.start();
            try {
                kill(task(broker, "killed"));
                finish(task(broker, "killed"));
                finish(task(broker, "whole"));
            } finally {
                over.countDown();
                ingest.join();
            }
        }

        assertSameState(latest("whole"), latest("killed"));
        assertNoMoreLostThanOneInterval();
        report();
    }

    private static void ingest(Wire wire, CountDownLatch over) {
        try {
            while (!over.await(PACE_MILLIS, TimeUnit.MILLISECONDS)) {
                wire.record(PATCHES_AT_ONCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KillableTrainer.Task task(EmbeddedKafka broker, String name) {
        return new KillableTrainer.Task(
                broker.bootstrapServers(),
                PREFIX,
                folder.resolve("registry"),
                folder.resolve(name),
                KILLS * ITERATIONS_PER_KILL);
    }

    private void kill(KillableTrainer.Task task) throws IOException, InterruptedException {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            lives.add(live(task, random.nextInt(LONGEST_LIFE_MILLIS)));
        }
    }

    private void finish(KillableTrainer.Task task) throws IOException, InterruptedException {
        Life last = live(task, TimeUnit.MINUTES.toMillis(5));
        assertThat(last.done()).as("reached in time").isEqualTo(task.last());
        lives.add(last);
    }

    /** Lets a process train for a while after it has done its first iteration. */
    private Life live(KillableTrainer.Task task, long millis)
            throws IOException, InterruptedException {
        Path output = folder.resolve("life-" + lives.size());
        long start = System.nanoTime();
        Process process = task.start(output);
        try {
            await().atMost(STARTED).until(() -> !numbers(KillableTrainer.DONE, output).isEmpty());
            long ready = (System.nanoTime() - start) / 1_000_000;
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            List<Long> done = numbers(KillableTrainer.DONE, output);
            return new Life(
                    numbers(KillableTrainer.FROM, output).get(0), done.get(done.size() - 1), ready);
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Of the whole lines with this beginning: the last may be cut off, and a log may be between.
     */
    private static List<Long> numbers(String beginning, Path output) throws IOException {
        String text = Files.readString(output);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> Long.valueOf(line.substring(beginning.length())))
                .toList();
    }

    private Checkpoint latest(String name) {
        KillableTrainer.Task task =
                new KillableTrainer.Task("", PREFIX, folder, folder.resolve(name), 0);
        TrainerConfig config = task.config();
        try (CheckpointDirectory opened =
                CheckpointDirectory.open(
                        task.checkpoints(),
                        config.checkpoint().keep(),
                        config.guard().confirmAfter())) {
            return new CheckpointKeeper(config, opened, MetricEmitter.discarding())
                    .latest()
                    .orElseThrow();
        }
    }

    /** Equal streams say that no record was lost and none applied twice. */
    private static void assertSameState(Checkpoint expected, Checkpoint actual) {
        assertThat(actual.iteration()).isEqualTo(expected.iteration());
        assertThat(actual.lr()).isEqualTo(expected.lr());
        assertThat(actual.hr()).isEqualTo(expected.hr());
        assertThat(actual.learnt()).isEqualTo(expected.learnt());
    }

    private void assertNoMoreLostThanOneInterval() {
        long interval =
                new KillableTrainer.Task("", "", folder, folder, 0).config().checkpoint().every();
        for (int i = 1; i <= KILLS; i++) {
            assertThat(lives.get(i - 1).done() - lives.get(i).from())
                    .as("iterations that %s lost and %s did again", lives.get(i - 1), lives.get(i))
                    .isLessThanOrEqualTo(interval);
        }
    }

    private void report() {
        List<Life> resumed = lives.subList(1, KILLS + 1);
        long lost = 0;
        for (int i = 1; i <= KILLS; i++) {
            lost = Math.max(lost, lives.get(i - 1).done() - lives.get(i).from());
        }
        System.out.printf(
                "killed %d times in %d iterations: the same bits, 0 patches lost, 0 applied twice; at most %d iterations"
                        + " done again; ready again after %d ms at most%n",
                KILLS,
                KILLS * ITERATIONS_PER_KILL,
                lost,
                resumed.stream().mapToLong(Life::readyMillis).max().orElseThrow());
    }
}
