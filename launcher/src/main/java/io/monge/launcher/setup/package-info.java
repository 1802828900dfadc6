/**
 * What every command stands on: options, configuration, logging, connections, exit codes. Knows no
 * command. Start with {@link io.monge.launcher.setup.Setup}.
 */
@NullMarked
package io.monge.launcher.setup;

import org.jspecify.annotations.NullMarked;
