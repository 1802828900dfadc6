package io.monge.http;

/**
 * How the user knows a listener's settings, for sentences that say what to change.
 *
 * @param prefix of the keys in the configuration, such as {@code serving}
 * @param portFlag the command line's own option for the port, such as {@code --port}
 */
public record SettingNames(String prefix, String portFlag) {

    /** The whole key of a setting. */
    String of(String name) {
        return prefix + "." + name;
    }
}
