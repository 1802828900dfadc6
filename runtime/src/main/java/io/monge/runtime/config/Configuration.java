package io.monge.runtime.config;

import java.util.List;

/**
 * A loaded configuration.
 *
 * @param root the typed tree
 * @param settings the same as a flat list, in the order of the defaults
 */
public record Configuration<T>(T root, List<Setting> settings) {}
