package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.ot.HostTensor;
import io.monge.ot.SolverState;
import io.monge.ot.snapshot.SolverCheckpoint;
import io.monge.trainer.Checkpoint.Published;
import io.monge.trainer.wire.StreamPosition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDirectoryTest {

    @TempDir Path directory;

    @Test
    void whatIsSavedComesBackEqual() {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 2, 0)) {
            checkpoints.save(checkpoint(17));

            assertThat(checkpoints.latest()).contains(checkpoint(17));
        }
    }

    @Test
    void aTrainingThatHasNothingYetHasNoCheckpoint() {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 2, 0)) {
            assertThat(checkpoints.latest()).isEmpty();
        }
    }

    @Test
    void keepsOnlyTheNewest() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 2, 0)) {
            for (int iteration = 0; iteration < 5; iteration++) {
                checkpoints.save(checkpoint(iteration));
            }

            assertThat(files(".safetensors")).hasSize(2);
            assertThat(checkpoints.latest()).contains(checkpoint(4));
        }
    }

    @Test
    void fallsBackToThePreviousWhenTheNewestIsTruncated() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            checkpoints.save(checkpoint(1));
            Path newest = checkpoints.save(checkpoint(2));
            try (FileChannel channel = FileChannel.open(newest, StandardOpenOption.WRITE)) {
                channel.truncate(Files.size(newest) / 2);
            }

            assertThat(checkpoints.latest()).contains(checkpoint(1));
            assertThat(files(".damaged")).as("set aside for whoever wants to look").hasSize(1);
        }
    }

    @Test
    void fallsBackToThePreviousWhenOneBitOfTheNewestHasFlipped() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            checkpoints.save(checkpoint(1));
            Path newest = checkpoints.save(checkpoint(2));
            byte[] bytes = Files.readAllBytes(newest);
            bytes[bytes.length - 1] ^= 1; // in a weight: the file is still well-formed
            Files.write(newest, bytes);

            assertThat(checkpoints.latest()).contains(checkpoint(1));
        }
    }

    @Test
    void refusesToStartAnewWhenThereAreCheckpointsButNoneIsWhole() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            Files.write(checkpoints.save(checkpoint(1)), new byte[3]);

            assertThatThrownBy(checkpoints::latest)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("are damaged");
        }
    }

    @Test
    void refusesAtTheNextStartTooThoughWhatWasDamagedHasBeenSetAside() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            Files.write(checkpoints.save(checkpoint(1)), new byte[3]);
            assertThatThrownBy(checkpoints::latest).hasMessageContaining("are damaged");
        }

        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            assertThat(files(".safetensors")).isEmpty();
            assertThatThrownBy(checkpoints::latest).hasMessageContaining("are damaged");
        }
    }

    @Test
    void fallsBackToThePreviousWhenTheNewestCannotBeRead() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            checkpoints.save(checkpoint(1));
            Path newest = checkpoints.save(checkpoint(2));
            Files.delete(newest);
            Files.createDirectory(newest); // whoever reads from it gets an IOException

            assertThat(checkpoints.latest()).contains(checkpoint(1));
            assertThat(files(".damaged")).hasSize(1);
        }
    }

    @Test
    void fallsBackToThePreviousWhenTheNewestCannotEvenBeSetAside() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            checkpoints.save(checkpoint(1));
            Path newest = checkpoints.save(checkpoint(2));
            Files.write(newest, new byte[3]);
            // What stands in the way of the new name is not empty, so it cannot be replaced.
            Path aside = newest.resolveSibling(newest.getFileName() + ".damaged");
            Files.createDirectories(aside.resolve("inside"));

            assertThat(checkpoints.latest()).contains(checkpoint(1));
        }
    }

    @Test
    void aCrashWhileWritingLosesNothingAndIsCleanedUp() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 2, 0)) {
            checkpoints.save(checkpoint(1));
        }
        Files.writeString(directory.resolve("000000000001.writing"), "half a checkp");

        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 2, 0)) {
            assertThat(files(".writing")).isEmpty();
            assertThat(checkpoints.latest()).contains(checkpoint(1));
            checkpoints.save(checkpoint(2));
            assertThat(checkpoints.latest()).contains(checkpoint(2));
        }
    }

    @Test
    void aSecondTrainerIsKeptOut() {
        try (CheckpointDirectory first = CheckpointDirectory.open(directory, 2, 0)) {
            assertThatThrownBy(() -> CheckpointDirectory.open(directory, 2, 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Another trainer");
            assertThat(first.latest()).isEmpty();
        }
        CheckpointDirectory.open(directory, 2, 0).close();
    }

    @Test
    void goesOnAfterARollbackToAnEarlierIteration() {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 2, 0)) {
            checkpoints.save(checkpoint(500));
            checkpoints.save(checkpoint(400));

            assertThat(checkpoints.latest())
                    .as("newest by time, not by iteration")
                    .contains(checkpoint(400));
        }
    }

    @Test
    void goesBackToTheNewestThatFurtherIterationsHaveConfirmed() {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 2, 35)) {
            for (int iteration = 0; iteration <= 100; iteration += 10) {
                checkpoints.save(checkpoint(iteration));
            }

            assertThat(checkpoints.newestUpTo(65))
                    .get()
                    .extracting(Checkpoint::iteration)
                    .asInstanceOf(InstanceOfAssertFactories.LONG)
                    .as("no further back than twice the time that confirms one")
                    .isBetween(30L, 65L);
            assertThat(checkpoints.latest()).contains(checkpoint(100));
        }
    }

    @Test
    void goesBackToTheOldestWhenNoneIsConfirmed() {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 35)) {
            checkpoints.save(checkpoint(50));
            checkpoints.save(checkpoint(60));

            assertThat(checkpoints.newestUpTo(25)).contains(checkpoint(50));
        }
    }

    @Test
    void whatAReturnHasAbandonedIsNeverFoundAgain() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            checkpoints.save(checkpoint(10));
            checkpoints.save(checkpoint(20));
            checkpoints.save(checkpoint(30));
            checkpoints.save(checkpoint(10)); // back from 30

            assertThat(files(".safetensors")).hasSize(2);
            assertThat(checkpoints.newestUpTo(30)).contains(checkpoint(10));
        }
    }

    @Test
    void readsWhatABuildWithoutIterationsInTheNamesHasLeft() throws IOException {
        try (CheckpointDirectory checkpoints = CheckpointDirectory.open(directory, 3, 0)) {
            Path named = checkpoints.save(checkpoint(10));
            String name = named.getFileName().toString();
            Files.move(named, named.resolveSibling(name.replace("-at10", "")));
            checkpoints.save(checkpoint(20));

            assertThat(checkpoints.newestUpTo(15)).contains(checkpoint(10));
            assertThat(checkpoints.latest()).contains(checkpoint(20));
        }
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private static Checkpoint checkpoint(long iteration) {
        HostTensor weights = HostTensor.of(new float[] {iteration, -1.5f, 3e-30f}, 3);
        SolverState solver =
                new SolverState(
                        7,
                        iteration,
                        Map.of("map", 3 * iteration),
                        Map.of("map.conv.weight", weights));
        StreamState lr =
                new StreamState(
                        new TreeMap<>(Map.of(0, 12L, 3, 5L)),
                        3,
                        99,
                        2,
                        new ReservoirState(
                                List.of(new StreamPosition(0, 11), new StreamPosition(3, 4)),
                                -5,
                                640,
                                3),
                        List.of(new StreamPosition(0, 9)));
        StreamState hr = StreamState.beginning(new TreeMap<>(), 1);
        return new Checkpoint(
                new SolverCheckpoint(Tiny.solver(), solver),
                "abc",
                lr,
                hr,
                new Published(4, OptionalLong.of(400), new Origin("c0ffee", 7)),
                new GuardState(new LossState(17, 0.1, 1.0 / 3), LossState.NONE, 350));
    }
}
