/**
 * What it costs that patches come from topics: {@code monge bench stream} trains alternately from
 * memory and from a broker. Start with {@link io.monge.launcher.bench.stream.StreamBenchmark}.
 */
@NullMarked
package io.monge.launcher.bench.stream;

import org.jspecify.annotations.NullMarked;
