package io.monge.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The two loopback ports of a node. */
record Ports(int broker, int controller) {

    /**
     * Two ports that were free a moment ago. Somebody may still be faster: the caller tries again.
     */
    static Ports free() {
        try (ServerSocket broker = onLoopback(0);
                ServerSocket controller = onLoopback(0)) {
            return new Ports(broker.getLocalPort(), controller.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException("no free port on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /**
     * A given broker port and a free controller port.
     *
     * @throws IllegalStateException if the given port is taken
     */
    static Ports withBroker(int port) {
        try (ServerSocket broker = onLoopback(port);
                ServerSocket controller = onLoopback(0)) {
            return new Ports(broker.getLocalPort(), controller.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the broker's port %d on 127.0.0.1 cannot be used: %s"
                            .formatted(port, e.getMessage()),
                    e);
        }
    }

    private static ServerSocket onLoopback(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true); // a connection of the broker before us may still linger
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        return socket;
    }
}
