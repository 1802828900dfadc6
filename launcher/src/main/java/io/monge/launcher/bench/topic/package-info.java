/**
 * What passes through topics, timed on a broker of the bench's own: patches on their way in,
 * snapshots on their way out.
 *
 * <p>Start with {@link io.monge.launcher.bench.topic.SnapshotCommand}. What a training on topics
 * costs is in {@code bench.stream}.
 */
@NullMarked
package io.monge.launcher.bench.topic;

import org.jspecify.annotations.NullMarked;
