/**
 * What the dashboard shows: the last windows of every metric and the last states of this server,
 * kept in memory and streamed as they change.
 *
 * <p>Start with {@link io.monge.serving.dashboard.MetricBoard}. Rendering is the page's work.
 */
@NullMarked
package io.monge.serving.dashboard;

import org.jspecify.annotations.NullMarked;
