package io.monge.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers of which one is killed are the business of the trainer's LostBrokerTest. */
class BrokerClusterTest {
    @TempDir private Path directory;

    @Test
    void whatIsNotThereCannotBeKilledOrRestarted() {
        try (BrokerCluster cluster = BrokerCluster.start(directory, 1)) {
            assertThatThrownBy(() -> cluster.kill(2)).hasMessageContaining("broker 2");
            assertThatThrownBy(() -> cluster.restart(1)).hasMessageContaining("broker 1");
        }
    }
}
