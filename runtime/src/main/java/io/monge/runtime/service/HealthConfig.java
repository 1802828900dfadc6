package io.monge.runtime.service;

/**
 * Where a process answers for its health over HTTP.
 *
 * @param host address to bind
 * @param port -1: nowhere; 0 takes a free one
 */
public record HealthConfig(String host, int port) {

    public HealthConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException(
                    "host is empty, must be an address such as 127.0.0.1");
        }
        if (port < -1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "port is " + port + ", must be between 0 and 65535, or -1 for none");
        }
    }

    boolean isOff() {
        return port < 0;
    }
}
