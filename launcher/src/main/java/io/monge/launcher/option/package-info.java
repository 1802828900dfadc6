/**
 * What is typed after an option, and the options that several benches share. Values are judged
 * here, before any work begins, so that wrong usage is one sentence and exit code 2.
 *
 * <p>No command and no measurement lives here. Start with {@link io.monge.launcher.option.Count}.
 */
@NullMarked
package io.monge.launcher.option;

import org.jspecify.annotations.NullMarked;
