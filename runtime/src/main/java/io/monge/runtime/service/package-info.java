/**
 * How a process of Monge lives: a {@link io.monge.runtime.service.Service} is started, asked for
 * its health and closed; a {@link io.monge.runtime.service.ServiceRunner} does so for all services
 * of a process, in order; a {@link io.monge.runtime.service.HealthEndpoint} tells supervisors.
 *
 * <p>No Kafka and no configuration in here. Start with {@code ServiceRunner}.
 */
@NullMarked
package io.monge.runtime.service;

import org.jspecify.annotations.NullMarked;
