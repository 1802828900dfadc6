package io.monge.serving.http;

import io.monge.http.HttpConfig;
import java.time.Duration;

/**
 * Where the interface is and what it takes.
 *
 * @param http where it listens, and who may ask
 * @param maxBodyBytes of an image
 * @param deadline longest time for one image, and the default
 */
public record ApiConfig(HttpConfig http, long maxBodyBytes, Duration deadline) {}
