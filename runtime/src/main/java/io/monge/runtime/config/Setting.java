package io.monge.runtime.config;

/**
 * One value of the effective configuration, for display.
 *
 * @param path such as {@code trainer.batchSize}
 * @param value as written in its source; stars for passwords, tokens and the like
 * @param source such as {@code flag --trainer.batchSize} or {@code defaults}
 */
public record Setting(String path, String value, String source) {}
