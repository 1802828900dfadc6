package io.monge.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    record Root(Kafka kafka, URI registry, Trainer trainer, Optional<String> token) {}

    record Kafka(String bootstrap, Map<String, String> client) {}

    record Trainer(
            int batchSize,
            Duration pause,
            long chunkBytes,
            Path data,
            Solver solver,
            Unit unit,
            List<Double> betas) {
        Trainer {
            if (batchSize < 1) {
                throw new IllegalArgumentException("batchSize must be at least 1");
            }
            if (betas.size() == 2 && pause.isZero()) {
                throw new IllegalArgumentException("two numbers need a longer wait");
            }
        }
    }

    enum Unit {
        ITERATIONS,
        WALL_CLOCK
    }

    sealed interface Solver {
        record Ots(int mapUpdates, double learningRate) implements Solver {}

        record RegularizedIpmGan(double lambda, Net potential) implements Solver {}

        record Identity() implements Solver {}
    }

    sealed interface Net {
        record ResNet(int filters) implements Net {}

        record UNet(int depth) implements Net {}
    }

    private static final String DEFAULTS =
            """
            kafka:
              bootstrap: localhost:9092
            registry: embedded
            token:
            trainer:
              batchSize: 8   # Table 4
              pause: 500ms
              chunkBytes: 512KiB
              data: ./data
              unit: iterations
              betas: [0.9, 0.999]
              solver:
                type: ots
                mapUpdates: 15
                learningRate: 1e-4
            """;

    @TempDir Path folder;

    @Test
    void defaultsAloneMakeTheWholeTree() {
        Root root = loader().load().root();

        assertThat(root.kafka()).isEqualTo(new Kafka("localhost:9092", Map.of()));
        assertThat(root.registry()).isEqualTo(URI.create("embedded"));
        assertThat(root.token()).isEmpty();
        assertThat(root.trainer())
                .isEqualTo(
                        new Trainer(
                                8,
                                Duration.ofMillis(500),
                                512 * 1024,
                                Path.of("./data"),
                                new Solver.Ots(15, 1e-4),
                                Unit.ITERATIONS,
                                List.of(0.9, 0.999)));
    }

    @Test
    void flagsWinOverEnvironmentOverFileOverPresetOverDefaults() {
        ConfigLoader<Root> preset =
                loader().preset(
                                "demo",
                                Map.of(
                                        "demo",
                                        url("demo.yaml", "trainer: { batchSize: 2, pause: 2s }")));
        ConfigLoader<Root> file = preset.file(write("a.yaml", "trainer:\n  batchSize: 3\n"));
        ConfigLoader<Root> environment =
                file.environment(Map.of("MONGE__TRAINER__BATCH_SIZE", "4", "HOME", "/"));
        ConfigLoader<Root> flags = environment.flags(List.of("--trainer.batchSize=5"));

        assertThat(preset.load().root().trainer().batchSize()).isEqualTo(2);
        assertThat(file.load().root().trainer().batchSize()).isEqualTo(3);
        assertThat(environment.load().root().trainer().batchSize()).isEqualTo(4);
        assertThat(flags.load().root().trainer().batchSize()).isEqualTo(5);
        assertThat(flags.load().root().trainer().pause()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aShorthandReachesTheSameKeyFromEverySource() {
        ConfigLoader<Root> loader =
                loader().shorthands(Map.of("trainer.mapUpdates", "trainer.solver.mapUpdates"));
        ConfigLoader<Root> file = loader.file(write("a.yaml", "trainer:\n  mapUpdates: 3\n"));
        ConfigLoader<Root> environment =
                file.environment(Map.of("MONGE__TRAINER__MAP_UPDATES", "4"));
        ConfigLoader<Root> flags = environment.flags(List.of("--trainer.mapUpdates=5"));

        assertThat(file.load().root().trainer().solver()).isEqualTo(new Solver.Ots(3, 1e-4));
        assertThat(environment.load().root().trainer().solver()).isEqualTo(new Solver.Ots(4, 1e-4));
        assertThat(flags.load().root().trainer().solver()).isEqualTo(new Solver.Ots(5, 1e-4));
        assertThat(flags.load().settings())
                .filteredOn(setting -> setting.path().equals("trainer.solver.mapUpdates"))
                .singleElement()
                .extracting(Setting::source)
                .isEqualTo("flag --trainer.mapUpdates");
    }

    @Test
    void aShorthandBesideItsKeyIsRefused() {
        ConfigLoader<Root> both =
                loader().shorthands(Map.of("trainer.mapUpdates", "trainer.solver.mapUpdates"))
                        .flags(List.of("--trainer.mapUpdates=5", "--trainer.solver.mapUpdates=6"));

        assertThatThrownBy(both::load)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("'trainer.mapUpdates'")
                .hasMessageContaining("short for 'trainer.solver.mapUpdates'");
    }

    @Test
    void propertiesFilesReachTheSameKeys() {
        Path file =
                write("a.properties", "trainer.batchSize=6\nkafka.client.security.protocol=SSL\n");

        Root root = loader().file(file).load().root();

        assertThat(root.trainer().batchSize()).isEqualTo(6);
        assertThat(root.kafka().client()).containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @Test
    void theOpenMapTakesDottedKeysFromEverySource() {
        Root root =
                loader().file(
                                write(
                                        "a.yaml",
                                        "kafka: { client: { security.protocol: SSL, ssl: { endpoint: x } } }"))
                        .environment(Map.of("MONGE__KAFKA__CLIENT__SASL_MECHANISM", "PLAIN"))
                        .flags(List.of("--kafka.client.client.id=me"))
                        .load()
                        .root();

        assertThat(root.kafka().client())
                .containsOnly(
                        Map.entry("security.protocol", "SSL"),
                        Map.entry("ssl.endpoint", "x"),
                        Map.entry("sasl.mechanism", "PLAIN"),
                        Map.entry("client.id", "me"));
    }

    @Test
    void anotherTypeDropsWhatWeakerSourcesSaidBelowIt() {
        Root root =
                loader().file(
                                write(
                                        "a.yaml",
                                        "trainer: { solver: { type: regularized-ipm-gan, lambda: 10,"
                                                + " potential: { type: res-net, filters: 64 } } }"))
                        .environment(Map.of("MONGE__TRAINER__SOLVER__POTENTIAL__TYPE", "u-net"))
                        .flags(List.of("--trainer.solver.potential.depth=3"))
                        .load()
                        .root();

        assertThat(root.trainer().solver())
                .isEqualTo(new Solver.RegularizedIpmGan(10, new Net.UNet(3)));
    }

    @Test
    void theSameTypeAgainKeepsWhatWeakerSourcesSaid() {
        Root root =
                loader().flags(
                                List.of(
                                        "--trainer.solver.type=ots",
                                        "--trainer.solver.mapUpdates=2"))
                        .load()
                        .root();

        assertThat(root.trainer().solver()).isEqualTo(new Solver.Ots(2, 1e-4));
    }

    @Test
    void aTypeWithoutKeysNeedsNothingElse() {
        assertThat(
                        loader().flags(List.of("--trainer.solver.type=identity"))
                                .load()
                                .root()
                                .trainer()
                                .solver())
                .isEqualTo(new Solver.Identity());
    }

    @Test
    void listsAreReplacedAsAWholeAndTakeCommasInFlags() {
        assertThat(
                        loader().flags(List.of("--trainer.betas=0, 0.9"))
                                .load()
                                .root()
                                .trainer()
                                .betas())
                .containsExactly(0.0, 0.9);
    }

    @Test
    void anOptionalKeyMayBeSet() {
        assertThat(loader().flags(List.of("--token=abc")).load().root().token()).contains("abc");
    }

    @Test
    void unknownKeysNameTheirSourceAndTheNearestKey() {
        refuses(loader().flags(List.of("--trainer.batchSise=8")))
                .isEqualTo(
                        "The key 'trainer.batchSise' (flag --trainer.batchSise) does not exist: did you mean"
                                + " 'trainer.batchSize'? Allowed are batchSize, pause, chunkBytes, data, solver,"
                                + " unit, betas.");
        refuses(loader().environment(Map.of("MONGE__TRAINR__BATCH_SIZE", "8")))
                .contains("environment MONGE__TRAINR__BATCH_SIZE")
                .contains("did you mean 'trainer'?");
        refuses(loader().file(write("a.yaml", "trainer:\n  solver:\n    lambda: 1\n")))
                .startsWith(
                        "The key 'trainer.solver.lambda' (file "
                                + folder.resolve("a.yaml")
                                + ", line 3)")
                .endsWith("allowed are mapUpdates, learningRate.");
    }

    @Test
    void wrongTypesNameKeySourceValueAndWhatIsAllowed() {
        refuses(loader().flags(List.of("--trainer.batchSize=eight")))
                .isEqualTo(
                        "The key 'trainer.batchSize' (flag --trainer.batchSize) is 'eight': allowed is a whole"
                                + " number, such as 8.");
        refuses(loader().flags(List.of("--trainer.pause=5")))
                .contains("is '5': allowed is a duration");
        refuses(loader().flags(List.of("--trainer.chunkBytes=5 parsec")))
                .contains("allowed is a size in bytes");
        refuses(loader().flags(List.of("--trainer.unit=years")))
                .endsWith("allowed are iterations, wall-clock.");
        refuses(loader().flags(List.of("--trainer.solver.learningRate=NaN")))
                .contains("allowed is a finite number");
        refuses(loader().flags(List.of("--trainer.batchSize=99999999999")))
                .contains("from -2147483648 to 2147483647");
        refuses(loader().flags(List.of("--trainer=5")))
                .contains("is a single value: allowed is a group of keys");
        refuses(loader().file(write("a.yaml", "registry: { a: b }")))
                .contains("is a group of keys: allowed is a single");
        refuses(loader().file(write("a.yaml", "registry: [ a ]")))
                .contains("is a list: allowed is a single");
    }

    @Test
    void anUnknownTypeListsThePermittedOnes() {
        refuses(loader().flags(List.of("--trainer.solver.type=otss")))
                .isEqualTo(
                        "The key 'trainer.solver.type' (flag --trainer.solver.type) is 'otss': allowed are ots,"
                                + " regularized-ipm-gan, identity.");
    }

    @Test
    void aFailedCheckNamesTheKeyItIsAbout() {
        refuses(loader().environment(Map.of("MONGE__TRAINER__BATCH_SIZE", "0")))
                .isEqualTo(
                        "The key 'trainer.batchSize' (environment MONGE__TRAINER__BATCH_SIZE) is '0': batchSize must"
                                + " be at least 1.");
    }

    @Test
    void aFailedCheckThatNamesNoKeyShowsAllOfThem() {
        refuses(loader().flags(List.of("--trainer.pause=0s")))
                .contains("below 'trainer'")
                .contains("pause '0s' from flag --trainer.pause")
                .endsWith("two numbers need a longer wait.");
    }

    @Test
    void aMissingKeySaysHowToSetIt() {
        refuses(
                        loader().flags(
                                        List.of(
                                                "--trainer.solver.type=regularized-ipm-gan",
                                                "--trainer.solver.lambda=1")))
                .isEqualTo(
                        "The key 'trainer.solver.potential.type' has no value in any source: allowed are res-net,"
                                + " u-net.");
        refuses(loader().file(write("a.yaml", "trainer:\n  batchSize:\n")))
                .contains("'trainer.batchSize' has no value in any source");
    }

    @Test
    void brokenSourcesAreNamed() {
        assertThatThrownBy(() -> loader().file(folder.resolve("none.yaml")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("none.yaml does not exist");
        assertThatThrownBy(() -> loader().file(write("a.toml", "x")))
                .hasMessageContaining("allowed are .yaml");
        assertThatThrownBy(() -> loader().file(write("b.yaml", "a: [1,\nb: {")))
                .hasMessageContaining("not valid YAML");
        assertThatThrownBy(() -> loader().file(write("c.yaml", "a: 1\na: 2\n")))
                .hasMessageContaining("uplicate");
        assertThatThrownBy(() -> loader().flags(List.of("--verbose")))
                .hasMessageContaining("allowed is --key=value");
        assertThatThrownBy(() -> loader().preset("dmo", Map.of("demo", url("d.yaml", ""))))
                .hasMessage("The preset 'dmo' does not exist: allowed are demo.");
    }

    @Test
    void everySettingIsListedWithItsSource() {
        List<Setting> settings =
                loader().flags(
                                List.of(
                                        "--trainer.batchSize=9",
                                        "--token=abc",
                                        "--kafka.client.sasl.jaas.config=pw",
                                        "--kafka.client.proxy=https://me:pw@proxy:8080"))
                        .load()
                        .settings();

        assertThat(settings)
                .contains(
                        new Setting("trainer.batchSize", "9", "flag --trainer.batchSize"),
                        new Setting("trainer.betas", "[0.9, 0.999]", "defaults, line 11"),
                        new Setting(
                                "kafka.client.sasl.jaas.config",
                                "********",
                                "flag --kafka.client.sasl.jaas.config"),
                        new Setting(
                                "kafka.client.proxy",
                                "https://********@proxy:8080",
                                "flag --kafka.client.proxy"),
                        new Setting("token", "********", "flag --token"))
                .extracting(Setting::path)
                .contains("trainer.solver.type");
    }

    @Test
    void typeNamesAreKebabCaseWithAcronymsKeptTogether() {
        assertThat(SealedTypes.of(Solver.class))
                .containsOnlyKeys("ots", "regularized-ipm-gan", "identity");
        assertThat(SealedTypes.kebabCase("ResNet")).isEqualTo("res-net");
        assertThat(SealedTypes.kebabCase("IPMGan")).isEqualTo("ipm-gan");
        assertThat(SealedTypes.kebabCase("Wasserstein2")).isEqualTo("wasserstein2");
        assertThat(SealedTypes.kebabCase("WALL_CLOCK")).isEqualTo("wall-clock");
    }

    private ConfigLoader<Root> loader() {
        return ConfigLoader.of(Root.class).defaults(url("defaults.yaml", DEFAULTS));
    }

    private static AbstractStringAssert<?> refuses(ConfigLoader<Root> loader) {
        try {
            loader.load();
        } catch (InvalidConfigException e) {
            return assertThat(e.getMessage());
        }
        throw new AssertionError("the configuration was accepted");
    }

    private URL url(String name, String text) {
        try {
            return write(name, text).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
