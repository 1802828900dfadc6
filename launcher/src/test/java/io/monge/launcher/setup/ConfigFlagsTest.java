package io.monge.launcher.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigFlagsTest {

    @Test
    void keysWithADotAreConfigurationEverythingElseBelongsToTheCommand() {
        ConfigFlags split =
                ConfigFlags.split(
                        "train",
                        "--trainer.solver.batchSize=8",
                        "--device",
                        "cpu",
                        "--config",
                        "a.yaml",
                        "-o",
                        "x.png");

        assertThat(split.flags()).containsExactly("--trainer.solver.batchSize=8");
        assertThat(split.rest())
                .containsExactly("train", "--device", "cpu", "--config", "a.yaml", "-o", "x.png");
    }

    @Test
    void aKeyMayBeSeparatedFromItsValueByASpace() {
        ConfigFlags split = ConfigFlags.split("serve", "--serving.port", "0", "--verbose");

        assertThat(split.flags()).containsExactly("--serving.port=0");
        assertThat(split.rest()).isEqualTo(List.of("serve", "--verbose"));
    }

    @Test
    void dotsInValuesAndInClientPropertiesDoNotConfuse() {
        ConfigFlags split =
                ConfigFlags.split(
                        "upscale",
                        "--model=map.safetensors",
                        "--kafka.client.ssl.truststore.location=/t.jks");

        assertThat(split.flags()).containsExactly("--kafka.client.ssl.truststore.location=/t.jks");
        assertThat(split.rest()).containsExactly("upscale", "--model=map.safetensors");
    }
}
