/**
 * The command line and the all-in-one: every object of the running system is made here and handed
 * to those who need it. No algorithm, no record and no route lives here. Start with {@link
 * io.monge.launcher.Monge}, then {@link io.monge.launcher.AllInOne}.
 */
@NullMarked
package io.monge.launcher;

import org.jspecify.annotations.NullMarked;
