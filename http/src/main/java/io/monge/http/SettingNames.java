package io.monge.http;

/**
 * How the user knows a listener's settings, for sentences that say what to change.
 *
 * @param prefix of the keys in the configuration, such as {@code serving}
 * @param port what sets the port, such as {@code serving.port (--port)}
 */
public record SettingNames(String prefix, String port) {

    /** The whole key of a setting. */
    String of(String name) {
        return prefix + "." + name;
    }
}
