/**
 * What only the demo has: a client of its own that keeps asking for upscaled samples, and the
 * summary at the end. Nothing here is needed by a service. Start with {@link
 * io.monge.launcher.demo.SampleClient}.
 */
@NullMarked
package io.monge.launcher.demo;

import org.jspecify.annotations.NullMarked;
