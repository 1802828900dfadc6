package io.monge.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaRegistriesTest {

    @TempDir private Path directory;

    @Test
    void embeddedIsAFileInTheDataDirectory() {
        assertThat(SchemaRegistries.open("embedded", directory))
                .isInstanceOf(EmbeddedRegistry.class);
    }

    @Test
    void anAbsentServerIsOneSentenceWithItsAddress() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closedPort = socket.getLocalPort();
        }
        String address = "http://127.0.0.1:" + closedPort;

        assertThatThrownBy(() -> SchemaRegistries.openServer(address))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the schema registry at " + address + " does not answer");
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String address = "http://127.0.0.1:" + silent.getLocalPort();

            long began = System.nanoTime();
            assertThatThrownBy(() -> SchemaRegistries.openServer(address))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("does not answer");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void anythingElseIsRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> SchemaRegistries.open("memory", directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'memory' must be http://host:port");
    }

    @Test
    void aPasswordIsNotInTheMessage() {
        assertThatThrownBy(() -> SchemaRegistries.openServer("ftp://me:secret@host"))
                .hasMessageNotContaining("secret");
    }
}
