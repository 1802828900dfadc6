/**
 * The whole system in one process, and what only the demo has: a client of its own that keeps
 * asking for upscaled samples, and the summary at the end. Start with {@link
 * io.monge.launcher.demo.AllInOne}.
 */
@NullMarked
package io.monge.launcher.demo;

import org.jspecify.annotations.NullMarked;
